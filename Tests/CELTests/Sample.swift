import CEL

/// An environment with a variable of every type, and values for them.
struct Sample: Activation {
    static let declarations: [(name: String, type: CELType, value: Value)] = [
        ("i", .int, .int(7)),
        ("u", .uint, .uint(7)),
        ("d", .double, .double(2.5)),
        ("s", .string, .string("nightly-critical-sync")),
        ("b", .bool, .bool(true)),
        ("bytes_value", .bytes, .bytes([1, 2])),
        ("ints", .list(.int), .list([.int(1), .int(2), .int(3)])),
        ("map", .map(.string, .int), .map(MapValue([("a", .int(1)), ("b", .int(2))]))),
        ("code", .nullable(.int), .int(503)),
        ("no_code", .nullable(.int), .null),
        ("no_text", .nullable(.string), .null),
        ("at", .timestamp, .timestamp(Timestamp(seconds: 1_234_567_890))),
        ("next_retry_at", .nullable(.timestamp), .null),
        ("span", .duration, .duration(CELDuration(seconds: 90))),
        ("any", .dyn, .map(MapValue([("n", .double(3)), ("list", .list([.string("x")]))]))),
        ("status", .string, .string("failed")),
        ("job.p95_ms", .int, .int(1_200)),
        ("job.name", .string, .string("report")),
    ]

    static let environment = Environment(
        variables: declarations.map { VariableDeclaration($0.name, $0.type) }
    )

    func value(at index: Int) throws(EvaluationError) -> Value {
        Self.declarations[index].value
    }

    /// The value of `source`, or the error of compiling or evaluating it.
    static func evaluate(_ source: String) throws -> Value {
        try environment.compile(source).evaluate(Sample())
    }

    /// The error an evaluation of `source` ends in; nil if it has a value.
    static func failure(of source: String) throws -> EvaluationError? {
        let program = try environment.compile(source)
        do {
            _ = try program.evaluate(Sample())
            return nil
        } catch {
            return error
        }
    }

    /// The errors of compiling `source`.
    static func problems(_ source: String, in environment: Environment = environment) -> [CompileError] {
        do {
            _ = try environment.compile(source)
            return []
        } catch {
            return error.errors
        }
    }
}
