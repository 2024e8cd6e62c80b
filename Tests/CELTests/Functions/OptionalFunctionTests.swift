import CEL
import Testing

@Suite("Optionals")
struct OptionalFunctionTests {
    @Test(arguments: [
        "map.?a.value() == 1", "!map.?z.hasValue()", "map[?'z'].orValue(9) == 9",
        "ints[?5].or(optional.of(7)).value() == 7",
        "any.?list[0].orValue('none') == 'x'", "any.?missing.deeper.orValue('none') == 'none'",
        "optional.ofNonZeroValue('') == optional.none()", "optional.of(1) != optional.of(2)",
        "optional.of(dyn(1)) == optional.of(1.0)",
        "[?map.?a, ?map.?z] == [1]", "{?'k': map.?z, 'l': 2} == {'l': 2}", "map.?a.optMap(x, x + 1).value() == 2",
        "map.?a.optFlatMap(x, optional.ofNonZeroValue(x - 1)) == optional.none()",
        "type(optional.none()) == optional_type", "ints.first().value() == 1 && ints.last().value() == 3",
        "[optional.of(1), optional.none()].unwrapOpt() == [1]", "optional.unwrap([optional.of(2)]) == [2]",
    ])
    func holds(source: String) throws {
        #expect(try Sample.evaluate(source) == .bool(true))
    }

    @Test func failsToUnwrapNone() throws {
        #expect(try Sample.failure(of: "map.?z.value()")?.kind == .invalidArgument)
    }
}
