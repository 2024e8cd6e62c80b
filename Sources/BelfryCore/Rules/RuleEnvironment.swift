internal import CEL

/// The CEL environment of rules: the webhook's fields, `run.*`, `job.*` and `json()`.
enum RuleEnvironment {
    /// One environment for every rule; compiling is its only use.
    static let shared = Environment(
        variables: RuleVariable.allCases.map { VariableDeclaration($0.name, $0.type) },
        functions: [json]
    )

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
