import CEL
import Testing

@Suite("Operators")
struct OperatorTests {
    @Test(arguments: [
        "7 / 2 == 3", "-7 / 2 == -3", "-7 % 2 == -1", "7u % 4u == 3u", "1.0 / 0.0 > 1e308", "0.0 / 0.0 != 0.0 / 0.0",
        "'a' + 'b' == 'ab'", "b'a' + b'b' == b'ab'", "[1] + [2] == [1, 2]",
        "1 < 2.5", "2u >= 2", "dyn(1) == 1.0", "dyn(1u) == 1", "dyn(1) != 'a'", "-1 < 0u", "dyn(-1) < dyn(0u)",
        "i > 6", "6 < i", "i >= 7 && i <= 7 && !(i != 7)", "d > 2.0 && 2.0 < d", "u < 8u", "i < d * 4.0",
        "s == 'nightly-critical-sync'", "'nightly-critical-sync' == s", "s != 'x'", "'a' < 'b'", "'abc' > 'ab'",
        "'\u{E9}' != 'e\u{301}'", "'\u{FF5E}' < '\u{1F431}'", "b'a' < b'ab'", "false < true",
        "code >= 500", "code == 503", "no_code == null", "no_code != 1", "null == no_code", "next_retry_at == null",
        "!(no_text == 'x')", "at == timestamp('2009-02-13T23:31:30Z')", "span == duration('1m30s')", "-span < span",
        "2 in ints", "!(9 in ints)", "dyn(2.0) in ints", "'a' in map", "status in ['failed', 'success']",
        "!(no_text in ['a', 'b'])", "5 in [1, 2, 3, 4, 5, 6, 7, 8, 9]", "dyn(5u) in [1, 2, 3, 4, 5, 6, 7, 8, 9]",
        "'i' in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']",
        "ints[1] == 2", "map['b'] == 2", "map.b == 2", "any.n == 3.0", "any.list[0] == 'x'",
        "{1: 'x'}[dyn(1.0)] == 'x'",
        "has(map.a) && !has(map.z)", "has(any.n)", "size(s) == 21 && s.size() == 21", "size('\u{1F431}é') == 2",
        "{'a': [1, {'b': 2}]} == {'a': [1.0, {'b': 2u}]}", "[1, 2] != [2, 1]", "dyn({1: 1}) == {1u: 1}",
        "job.p95_ms == 1200", "b ? true : 1 / 0 == 1", "type(1) == int", "type(at) == google.protobuf.Timestamp",
        "type(null) == null_type && type([]) == list && type(type(1)) == type",
    ])
    func holds(source: String) throws {
        #expect(try Sample.evaluate(source) == .bool(true))
    }

    @Test(arguments: [
        ("9223372036854775807 + i", EvaluationError.Kind.overflow),
        ("-9223372036854775807 - i", .overflow),
        ("4611686018427387904 * i", .overflow),
        ("-9223372036854775808 / (i - 8)", .overflow),
        ("-(i - 7 - 9223372036854775807 - 1)", .overflow),
        ("0u - u", .overflow),
        ("i / 0", .divisionByZero),
        ("i % (i - 7)", .divisionByZero),
        ("u / 0u", .divisionByZero),
        ("ints[3]", .invalidArgument),
        ("ints[-1]", .invalidArgument),
        ("ints[dyn(0.5)]", .invalidArgument),
        ("map.z", .noSuchKey),
        ("map['z']", .noSuchKey),
        ("any.n.x", .noSuchField),
        ("any.n + 1", .noSuchOverload),
        ("no_code > 5", .noSuchOverload),
        ("no_code + 1", .noSuchOverload),
        ("no_text.contains('x')", .noSuchOverload),
        ("next_retry_at > at", .noSuchOverload),
        ("any.n ? 1 : 2", .noSuchOverload),
        ("any.n && true", .noSuchOverload),
        ("!any.n", .noSuchOverload),
        ("{dyn(1.5): 1}", .invalidKey),
        ("{1: 'a', i - 6: 'b'}", .invalidKey),
        ("{1: 'a', 1u: 'b'}", .invalidKey),
        ("at + duration('290000000h')", .overflow),
    ])
    func failsAsTheSpecificationSays(source: String, kind: EvaluationError.Kind) throws {
        let lenient = Environment(variables: Sample.environment.variables, validatesLiterals: false)
        let program = try lenient.compile(source)
        let error = #expect(throws: EvaluationError.self) { try program.evaluate(Sample()) }
        #expect(error?.kind == kind)
    }

    @Test func asksOnlyForWhatItReaches() throws {
        struct Refusing: Activation {
            let refused: Int
            func value(at index: Int) throws(EvaluationError) -> Value {
                guard index != refused else { throw EvaluationError(.unavailable, "refused") }
                return try Sample().value(at: index)
            }
        }
        let refusing = Refusing(refused: try #require(Sample.environment.index(ofVariable: "s")))
        #expect(try Sample.environment.compile("i == 7 || s == ''").evaluate(refusing) == .bool(true))
        #expect(try Sample.environment.compile("i == 7 ? 1 : size(s)").evaluate(refusing) == .int(1))
        #expect(throws: EvaluationError(.unavailable, "refused")) {
            try Sample.environment.compile("i == 8 || s == ''").evaluate(refusing)
        }
    }

    @Test func givesConditionsUnboxed() throws {
        #expect(try Sample.environment.compile("i > 1 && b").evaluateCondition(Sample()))
        #expect(throws: EvaluationError.self) { try Sample.environment.compile("i").evaluateCondition(Sample()) }
    }
}
