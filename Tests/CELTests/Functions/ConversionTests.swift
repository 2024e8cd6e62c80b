import CEL
import Testing

@Suite("Conversions")
struct ConversionTests {
    @Test(arguments: [
        "int(42u) == 42", "int(-7.9) == -7", "int('-12') == -12", "int(timestamp(5)) == 5",
        "uint(3.9) == 3u", "uint('7') == 7u", "double('1e3') == 1000.0", "double(3) == 3.0",
        "string(12) == '12'", "string(-1.5) == '-1.5'", "string(1.0) == '1'", "string(true) == 'true'",
        "string(b'\\xc3\\xbf') == 'ÿ'", "bytes('ÿ') == b'\\xc3\\xbf'", "bool('true') && !bool('0')",
        "string(duration('90m1.5s')) == '5401.5s'",
        "string(timestamp('2024-02-29T12:00:00.25+01:00')) == '2024-02-29T11:00:00.25Z'",
        "timestamp(0) == timestamp('1970-01-01T00:00:00Z')", "type(dyn(1)) == int",
        "duration('1h2m3s4ms5us6ns') == duration('3723004005006ns')", "duration('-1.5h') == duration('-90m')",
        "duration('0') == duration('0s')", "duration('1.5s').getMilliseconds() == 500",
    ])
    func holds(source: String) throws {
        #expect(try Sample.evaluate(source) == .bool(true))
    }

    @Test(arguments: [
        ("int(9223372036854775808u)", EvaluationError.Kind.overflow),
        ("int(9223372036854775807.0)", .overflow), ("int(0.0 / 0.0)", .overflow), ("uint(-1)", .overflow),
        ("uint(-0.0 - 1.0)", .overflow), ("int('12x')", .invalidArgument), ("double('x')", .invalidArgument),
        ("bool('yes')", .invalidArgument), ("string(b'\\xff')", .invalidArgument),
        ("timestamp(253402300800)", .overflow), ("timestamp('2023-02-29T00:00:00Z')", .invalidArgument),
        ("timestamp('2023-02-28 00:00:00Z')", .invalidArgument),
        ("timestamp('2023-02-28T24:00:00Z')", .invalidArgument),
        ("duration('1')", .invalidArgument), ("duration('')", .invalidArgument), ("duration('h')", .invalidArgument),
        ("duration('1d')", .invalidArgument), ("duration('293y')", .invalidArgument),
        ("duration('9999999999s')", .overflow),
    ])
    func fails(source: String, kind: EvaluationError.Kind) throws {
        let lenient = Environment(variables: [], validatesLiterals: false)
        let program = try lenient.compile(source)
        let error = #expect(throws: EvaluationError.self) { try program.evaluate(Sample()) }
        #expect(error?.kind == kind)
    }
}
