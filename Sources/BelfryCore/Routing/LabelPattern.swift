internal import CEL

/// A regular expression of RE2's language that must match a label's whole value.
///
/// It is matched by the expression language's engine, whose time is linear in the value: a pattern in a route or a silence
/// cannot hold up the dispatcher, as one could with an engine that backtracks.
struct LabelPattern: Sendable {
    private let program: Program

    /// Compiles a pattern, or says what is wrong with it.
    init(_ pattern: String) throws(LabelMatcherError) {
        do throws(CompileErrors) {
            // On its own first: `a)|(b` would only be well-formed between the anchors.
            _ = try Self.environment.compile("value.matches(\(Self.literal(pattern)))")
            program = try Self.environment.compile("value.matches(\(Self.literal("^(?:\(pattern))$")))")
        } catch {
            throw .badPattern(pattern, error.errors.first?.message ?? "not a regular expression")
        }
    }

    /// Whether the whole value matches.
    func matches(_ value: String) -> Bool {
        (try? program.evaluateCondition(OneValue(value: value))) ?? false
    }

    /// No evaluation runs out of budget: the size of a pattern and the length of a label are bounded where they come in.
    private static let environment = Environment(
        variables: [VariableDeclaration("value", .string)],
        limits: Limits(cost: .max)
    )

    /// The text as a string literal of the expression language.
    private static func literal(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "\"": literal += "\\\(scalar)"
            case let control where control.value < 0x20 || control.value == 0x7F:
                let digits = String(control.value, radix: 16)
                literal += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }

    private struct OneValue: Activation {
        let value: String

        func value(at index: Int) throws(EvaluationError) -> Value { .string(value) }
    }
}
