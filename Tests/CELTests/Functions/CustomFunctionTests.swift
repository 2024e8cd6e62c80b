import CEL
import Testing

@Suite("Custom functions")
struct CustomFunctionTests {
    private static let environment = Environment(
        variables: [VariableDeclaration("x", .dyn)],
        functions: [
            FunctionDeclaration(
                "twice",
                overloads: [
                    Overload(parameters: [.int], result: .int) { values throws(EvaluationError) in
                        guard case .int(let value) = values[0] else { throw EvaluationError(.unavailable, "unreached") }
                        return .int(value * 2)
                    },
                    Overload(parameters: [.string], result: .string) { values throws(EvaluationError) in
                        guard case .string(let value) = values[0] else {
                            throw EvaluationError(.unavailable, "unreached")
                        }
                        return .string(value + value)
                    },
                ]
            ),
            FunctionDeclaration(
                "text.shout",
                overloads: [
                    Overload(parameters: [.string], result: .string) { values throws(EvaluationError) in
                        guard case .string(let value) = values[0] else {
                            throw EvaluationError(.unavailable, "unreached")
                        }
                        return .string(value.uppercased())
                    }
                ]
            ),
            FunctionDeclaration(
                "orElse",
                overloads: [
                    Overload(
                        parameters: [.nullable(.parameter("T")), .parameter("T")],
                        result: .parameter("T"),
                        isMember: true
                    ) { values throws(EvaluationError) in values[0].isNull ? values[1] : values[0] }
                ]
            ),
            FunctionDeclaration(
                "fail",
                overloads: [
                    Overload(parameters: [], result: .bool) { _ throws(EvaluationError) in
                        throw EvaluationError(.unavailable, "out of order")
                    }
                ]
            ),
            FunctionDeclaration(
                "size",
                overloads: [
                    Overload(parameters: [.timestamp], result: .int) { _ throws(EvaluationError) in .int(12) }
                ]
            ),
        ]
    )

    struct One: Activation {
        var x = Value.null
        func value(at index: Int) throws(EvaluationError) -> Value { x }
    }

    @Test(arguments: [
        ("twice(4)", Value.int(8)),
        ("twice('ab')", .string("abab")),
        ("text.shout('a')", .string("A")),
        ("twice(twice(1))", .int(4)),
        ("size(timestamp(0)) + size('abc')", .int(15)),
        ("fail() || true", .bool(true)),
    ])
    func areCalled(source: String, value: Value) throws {
        #expect(try Self.environment.compile(source).evaluate(One()) == value)
    }

    @Test func resultTypesFollowTheOverload() throws {
        #expect(try Self.environment.compile("twice('a')").resultType == .string)
        #expect(try Self.environment.compile("twice(x)").resultType == .dyn)
        #expect(try Self.environment.compile("x.orElse(5)").resultType == .int)
    }

    @Test func areChosenByTheRunTimeType() throws {
        let program = try Self.environment.compile("twice(x)")
        #expect(try program.evaluate(One(x: .int(1))) == .int(2))
        #expect(try program.evaluate(One(x: .string("a"))) == .string("aa"))
        let error = #expect(throws: EvaluationError.self) { try program.evaluate(One(x: .null)) }
        #expect(error?.kind == .noSuchOverload)
        #expect(error?.message == "no such overload: twice applied to (null_type)")
    }

    @Test func errorsPassThrough() throws {
        let program = try Self.environment.compile("fail() && true")
        #expect(throws: EvaluationError(.unavailable, "out of order")) { try program.evaluate(One()) }
    }

    @Test func checkTheirArguments() {
        #expect(
            Sample.problems("twice(true)", in: Self.environment).map(\.message)
                == ["found no matching overload for 'twice' applied to '(bool)'"]
        )
        #expect(
            Sample.problems("twise(1)", in: Self.environment).map(\.message)
                == ["undeclared reference to function 'twise' (did you mean 'twice'?)"]
        )
    }
}
