import CEL
import Testing

@Suite("Math functions")
struct MathFunctionTests {
    @Test(arguments: [
        "math.greatest(1, 3, 2) == 3", "math.least([3, 1, 2]) == 1", "math.greatest(1, 2.5) == 2.5",
        "math.least(1u, i) == 1u",
        "math.ceil(1.2) == 2.0 && math.floor(-1.2) == -2.0 && math.round(-1.5) == -2.0 && math.trunc(-1.7) == -1.0",
        "math.abs(-3) == 3 && math.sign(-2.5) == -1.0 && math.sqrt(81.0) == 9.0",
        "math.isNaN(0.0 / 0.0) && math.isInf(1.0 / 0.0)",
        "math.bitAnd(6, 3) == 2 && math.bitOr(6u, 1u) == 7u && math.bitXor(6, 3) == 5 && math.bitNot(0) == -1",
        "math.bitShiftLeft(1, 4) == 16 && math.bitShiftLeft(1, 64) == 0", "math.bitShiftRight(-1, 63) == 1",
    ])
    func holds(source: String) throws {
        #expect(try Sample.evaluate(source) == .bool(true))
    }

    @Test(arguments: [
        ("math.abs(-9223372036854775808)", EvaluationError.Kind.overflow),
        ("math.bitShiftLeft(1, -1)", .invalidArgument),
        ("math.greatest([])", .invalidArgument),
        ("math.greatest(any, 1)", .noSuchOverload),
        ("math.ceil(any)", .noSuchOverload),
    ])
    func fails(source: String, kind: EvaluationError.Kind) throws {
        #expect(try Sample.failure(of: source)?.kind == kind)
    }
}
