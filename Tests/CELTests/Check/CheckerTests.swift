import CEL
import Testing

@Suite("Checker")
struct CheckerTests {
    @Test(arguments: [
        ("i + 1", "int"),
        ("u > 1u", "bool"),
        ("d / 2.0", "double"),
        ("s + 'x'", "string"),
        ("[1, 2]", "list(int)"),
        ("[1, 'a']", "list(dyn)"),
        ("[1, code]", "list(nullable(int))"),
        ("[]", "list(dyn)"),
        ("{'a': 1}", "map(string, int)"),
        ("{'a': 1}.a", "int"),
        ("map.a", "int"),
        ("map['a']", "int"),
        ("map.?a", "optional_type(int)"),
        ("map[?'a'].orValue(3)", "int"),
        ("ints.map(x, string(x))", "list(string)"),
        ("ints.filter(x, x > 1)", "list(int)"),
        ("map.map(k, k)", "list(string)"),
        ("b ? 1 : 2", "int"),
        ("b ? code : 2", "nullable(int)"),
        ("b ? null : code", "nullable(int)"),
        ("code + 1", "int"),
        ("any.a.b[0]", "dyn"),
        ("type(i)", "type(int)"),
        ("at - at", "duration"),
        ("at + span", "timestamp"),
        ("at.getHours('UTC')", "int"),
        ("math.greatest(1, 2)", "int"),
        ("math.greatest(1, 2.0)", "dyn"),
        ("math.least([1.0, 2.0])", "double"),
        ("cel.bind(x, i, [x])", "list(int)"),
        ("'a,b'.split(',')", "list(string)"),
        ("next_retry_at == null", "bool"),
        ("job.p95_ms * 2", "int"),
        ("([].map(x, x))[0].foo", "dyn"),
        ("optional.of(1).optMap(x, string(x))", "optional_type(string)"),
    ])
    func deducesTypes(source: String, type: String) throws {
        #expect(try Sample.environment.compile(source).resultType.description == type)
    }

    @Test(arguments: [
        ("statu == 'x'", 1, 1, "undeclared reference to 'statu' (did you mean 'status'?)"),
        ("status == 'x' && job.p59_ms > 1", 1, 18, "undeclared reference to 'job.p59_ms' (did you mean 'job.p95_ms'?)"),
        ("i > 1 &&\n  zzz", 2, 3, "undeclared reference to 'zzz'"),
        ("s.contain('x')", 1, 1, "undeclared reference to function 'contain' (did you mean 'contains'?)"),
        ("sise(s)", 1, 1, "undeclared reference to function 'sise' (did you mean 'size'?)"),
        ("math.gratest(1, 2)", 1, 1, "undeclared reference to function 'math.gratest' (did you mean 'math.greatest'?)"),
        ("i + 1.5", 1, 1, "found no matching overload for '_+_' applied to '(int, double)'"),
        ("s == 1", 1, 1, "found no matching overload for '_==_' applied to '(string, int)'"),
        ("s == null", 1, 1, "found no matching overload for '_==_' applied to '(string, null)'"),
        ("i && b", 1, 1, "found no matching overload for '_&&_' applied to '(int)'"),
        ("i ? 1 : 2", 1, 1, "found no matching overload for '_?_:_' applied to '(int, int, int)'"),
        ("s.startsWith(1)", 1, 1, "found no matching overload for 'startsWith' applied to 'string.(int)'"),
        ("i.x", 1, 1, "type 'int' does not support field selection"),
        ("has(i.x)", 1, 1, "type 'int' does not support field selection"),
        ("i.all(x, true)", 1, 1, "cannot be the range of a macro"),
        ("ints.all(x, x)", 1, 13, "all() needs a bool, not 'int'"),
        ("{1.5: 2}", 1, 2, "a map key cannot be of type 'double'"),
        ("[?1]", 1, 3, "needs an optional value"),
        ("1 in map", 1, 1, "found no matching overload for '@in'"),
        ("Job{name: 'x'}", 1, 1, "message types are not supported: 'Job'"),
        ("1.0 % 2.0", 1, 1, "found no matching overload for '_%_'"),
    ])
    func refusesWithPlaceAndReason(source: String, line: Int, column: Int, message: String) throws {
        let problem = try #require(Sample.problems(source).first)
        #expect(problem.line == line)
        #expect(problem.column == column)
        #expect(problem.message.contains(message), "\(problem)")
    }

    @Test func reportsAllProblemsAtOnceInSourceOrder() {
        let problems = Sample.problems("statu == 'x'\n  && s > 1\n  && ints.exists(q, q.z)")
        #expect(problems.map(\.line) == [1, 2, 3])
    }

    @Test(arguments: [
        ("s.matches('a(')", 1, 11, "missing closing )"),
        ("i > 1 && matches(s, '(?=x)')", 1, 21, "invalid or unsupported Perl syntax"),
        ("span > duration('5 minutes')", 1, 8, "'5 minutes' is not a duration"),
        ("at > timestamp('yesterday')", 1, 6, "not an RFC 3339 timestamp"),
    ])
    func refusesConstantsThatCanNeverBeValid(source: String, line: Int, column: Int, message: String) throws {
        let problem = try #require(Sample.problems(source).first)
        #expect(problem.line == line)
        #expect(problem.column == column)
        #expect(problem.message.contains(message), "\(problem)")
        let lenient = Environment(variables: Sample.environment.variables, validatesLiterals: false)
        #expect(Sample.problems(source, in: lenient).isEmpty)
    }

    @Test(arguments: [
        ("i > 1", ["i"]),
        ("1 > 2", []),
        ("job.p95_ms > i || ints.exists(i, i > 1)", ["i", "ints", "job.p95_ms"]),
        ("ints.exists(i, i > 1)", ["ints"]),
    ])
    func listsTheVariablesItCanRead(source: String, names: [String]) throws {
        let program = try Sample.environment.compile(source)
        #expect(program.variables.map { Sample.environment.variables[$0].name } == names)
    }

    @Test func putsTypesOnTheTree() throws {
        let syntax = try Sample.environment.compile("code >= 500 && s.contains('x')").syntax
        guard case .call(Operator.and, nil, let operands) = syntax.kind,
            case .call(Operator.greaterOrEqual, nil, let sides) = operands[0].kind
        else {
            Issue.record("not the tree of a conjunction")
            return
        }
        #expect(sides.map(\.type) == [.nullable(.int), .int])
        #expect(operands.map(\.type) == [.bool, .bool])
    }

    @Test func looksNamesUpInTheContainerFirst() throws {
        let variables = [VariableDeclaration("x.y", .int), VariableDeclaration("y", .string)]
        let inner = Environment(variables: variables, container: "x")
        #expect(try inner.compile("y").resultType == .int)
        #expect(try inner.compile(".y").resultType == .string)
        #expect(try Environment(variables: variables).compile("y").resultType == .string)
    }

    @Test func hidesQualifiedNamesBehindMacroVariables() throws {
        #expect(try Sample.evaluate("[{'name': 'x'}].all(job, job.name == 'x')") == .bool(true))
        #expect(try Sample.evaluate("[{'name': 'x'}].all(job, .job.name == 'report')") == .bool(true))
    }

    @Test func checksNothingIfAskedTo() throws {
        let program = try Sample.environment.compileUnchecked("b || nothing.at_all(1 + 'x')")
        #expect(try program.evaluate(Sample()) == .bool(true))
        let failing = try Sample.environment.compileUnchecked("nothing == 1")
        #expect(throws: EvaluationError(.undeclaredReference, "undeclared reference to 'nothing'")) {
            try failing.evaluate(Sample())
        }
    }
}
