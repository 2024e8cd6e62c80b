import CEL
import Testing

@Suite("Macros")
struct MacroTests {
    @Test(arguments: [
        "ints.all(x, x > 0)", "!ints.all(x, x > 1)", "[].all(x, false)",
        "ints.exists(x, x == 3)", "!ints.exists(x, x == 4)", "![].exists(x, true)",
        "ints.exists_one(x, x == 2)", "ints.existsOne(x, x > 2)", "!ints.exists_one(x, x > 1)",
        "ints.map(x, x * x) == [1, 4, 9]", "ints.map(x, x != 2, x * x) == [1, 9]", "[].map(x, x) == []",
        "ints.filter(x, x % 2 == 1) == [1, 3]",
        "map.all(k, k in ['a', 'b'])", "map.map(k, map[k]) == [1, 2]", "map.exists(k, map[k] == 2)",
        "ints.all(x, ints.exists(y, x == y))", "ints.map(x, [x].map(x, x + 1)[0] + x) == [3, 5, 7]",
        "cel.bind(x, i + 1, x * x) == 64", "cel.bind(x, 1, cel.bind(y, x + 1, [x, y])) == [1, 2]",
        "cel.bind(ok, i > 6, ok && b)", "any.list.all(x, x == 'x')", "[i].all(i, i == 7)",
    ])
    func holds(source: String) throws {
        #expect(try Sample.evaluate(source) == .bool(true))
    }

    @Test(arguments: ["any.n.all(x, true)", "any.n.map(x, x)", "any.list.filter(x, x)"])
    func failsOnOtherTypesAtRunTime(source: String) throws {
        #expect(try Sample.failure(of: source)?.kind == .noSuchOverload)
    }
}
