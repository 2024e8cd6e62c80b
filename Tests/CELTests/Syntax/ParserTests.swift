import CEL
import Testing

@Suite("Parser")
struct ParserTests {
    @Test(arguments: [
        ("1 + 2 * 3", Value.int(7)),
        ("(1 + 2) * 3", .int(9)),
        ("10 - 3 - 2", .int(5)),
        ("-2 * -3", .int(6)),
        ("- - 2", .int(2)),
        ("!true == false", .bool(true)),
        ("true || false && false", .bool(true)),
        ("1 < 2 == true", .bool(true)),
        ("true ? 1 : false ? 2 : 3", .int(1)),
        ("false ? 1 : false ? 2 : 3", .int(3)),
        ("2 in [1, 2] && 3 in [3,]", .bool(true)),
        ("{'a': {'b': [10, 20]}}.a.b[1]", .int(20)),
        ("{'in-out': 1}.`in-out`", .int(1)),
        ("{'for': 1}.for", .int(1)),
        (".status == status", .bool(true)),
    ])
    func bindsOperatorsAsTheGrammarSays(source: String, value: Value) throws {
        #expect(try Sample.evaluate(source) == value)
    }

    @Test(arguments: [
        ("", 1, 1, "expected an expression, found the end"),
        ("1 +", 1, 4, "expected an expression, found the end"),
        ("1 2", 1, 3, "expected an operator, found number 2"),
        ("(1", 1, 3, "expected ')'"),
        ("[1, 2", 1, 6, "',' or ']'"),
        ("{'a': 1", 1, 8, "',' or '}'"),
        ("{'a' 1}", 1, 6, "expected ':'"),
        ("status ==\n  'a' &&\n  )", 3, 3, "expected an expression, found ')'"),
        ("'é' + @", 1, 7, "unexpected character '@'"),
        ("'abc", 1, 1, "not closed"),
        ("'a\nb'", 1, 1, "not closed"),
        (#"'\q'"#, 1, 2, #"invalid escape '\q'"#),
        (#"'\ud800'"#, 1, 2, "not a Unicode scalar"),
        (#"b'\u0041'"#, 1, 3, "invalid escape"),
        ("9223372036854775808", 1, 1, "out of range"),
        ("-9223372036854775809", 1, 2, "out of range"),
        ("18446744073709551616u", 1, 1, "out of range"),
        ("12abc", 1, 3, "unexpected 'a' after a number"),
        ("while", 1, 1, "'while' is a reserved word"),
        ("a.b.", 1, 5, "expected a field name"),
        ("has(status)", 1, 5, "needs a field selection"),
        ("[1].all(1, true)", 1, 9, "must be a simple name"),
        ("ints.map(a.b, 1)", 1, 10, "must be a simple name"),
        ("a = 1", 1, 3, "unexpected character '='"),
        ("a & b", 1, 3, "unexpected character '&'"),
    ])
    func reportsSyntaxErrorsWithTheirPlace(source: String, line: Int, column: Int, message: String) throws {
        let problem = try #require(Sample.problems(source).first)
        #expect(problem.line == line)
        #expect(problem.column == column)
        #expect(problem.message.contains(message), "\(problem)")
    }

    @Test func keepsThePlaceOfEveryPart() throws {
        let source = "b &&\n  s.contains('é') && ints[0] > 1"
        let syntax = try Sample.environment.compile(source).syntax
        #expect(syntax.children.map { $0.range.text(in: source) } == ["b", "s.contains('é')", "ints[0] > 1"])
        #expect(syntax.children.map(\.range.start.line) == [1, 2, 2])
        #expect(syntax.children.map(\.range.start.column) == [1, 3, 22])
        #expect(syntax.range.text(in: source) == source)
    }

    @Test func visitsEveryPartOfATree() throws {
        let program = try Sample.environment.compile(
            "has(any.x) ? [i, ints.map(x, x + i)[0]][0] : {'k': u}.k == u ? 1 : 2"
        )
        var names: [String] = []
        program.syntax.walk { part in
            if case .variable(_, let name) = part.kind { names.append(name) }
            return true
        }
        #expect(names == ["any", "i", "ints", "i", "u", "u"])
    }
}
