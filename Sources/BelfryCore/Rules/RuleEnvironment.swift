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
            for problem in error.errors {
                let offset = value.node.scalar?.style == .plain ? problem.column - 1 : 0
                problems.append(
                    Problem(
                        file: value.file,
                        line: value.line.map { $0 + problem.line - 1 },
                        column: value.node.mark.map { $0.column + offset },
                        place: value.place,
                        message: "\(problem.message) (at \(problem.line):\(problem.column) of the expression)"
                    )
                )
            }
            return nil
        }
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
