internal import CEL
internal import Yams

/// The CEL environment of rules: the webhook's fields, `run.*`, `job.*` and `json()`.
enum RuleEnvironment {
    /// One environment for every rule; compiling is its only use.
    static let shared = Environment(
        variables: RuleVariable.allCases.map { VariableDeclaration($0.name, $0.type) },
        functions: [json]
    )

    /// The condition that stands at a place, compiled; nil where it is no condition, which has then been reported.
    static func condition(_ value: YAMLValue, problems: inout [Problem]) -> Program? {
        guard let source = value.string(problems: &problems) else { return nil }
        do throws(CompileErrors) {
            let program = try shared.compile(source)
            guard [.bool, .dyn].contains(program.resultType) else {
                problems.append(value.problem("must be true or false, but \"\(source)\" is \(program.resultType)"))
                return nil
            }
            return program
        } catch {
            problems += error.errors.map { self.problem($0.message, at: $0.line, $0.column, of: value) }
            return nil
        }
    }

    /// Reports what a condition that stands at a place uses without a test for null.
    static func warn(of nulls: UntestedNulls, _ value: YAMLValue, problems: inout [Problem]) {
        guard let first = nulls.uses.first else { return }
        let names = nulls.variables.map(\.name)
        let message = """
            \(names.joined(separator: " and ")) can be null, and the condition then has no value, which changes no alert; write: \
            \(nulls.rewritten)
            """
        let (line, column) = (first.position.line, first.position.column)
        problems.append(problem(message, at: line, column, of: value, severity: .warning))
    }

    /// A problem at a place inside an expression.
    private static func problem(
        _ message: String,
        at line: Int,
        _ column: Int,
        of value: YAMLValue,
        severity: Problem.Severity = .error
    ) -> Problem {
        // Where the text is quoted or folded, its columns are not those of the file.
        let offset = value.node.scalar?.style == .plain ? column - 1 : 0
        return Problem(
            severity: severity,
            file: value.file,
            line: value.line.map { $0 + line - 1 },
            column: value.node.mark.map { $0.column + offset },
            place: value.place,
            message: severity == .error ? "\(message) (at \(line):\(column) of the expression)" : message
        )
    }

    /// `json(text)`: the parsed value; an error where the text is null or no JSON (A1Cron cuts bodies at 1 KB).
    private static let json = FunctionDeclaration(
        "json",
        overloads: [
            Overload(parameters: [.string], result: .dyn) { (arguments: [Value]) throws(EvaluationError) -> Value in
                try JSONText.parse(arguments)
            }
        ]
    )
}
