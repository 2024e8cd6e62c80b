/// What expressions may refer to, and what they may use.
public struct Environment: Sendable {
    /// The variables, in the order of the indexes an `Activation` is asked for.
    public let variables: [VariableDeclaration]
    /// The bounds on expressions and evaluations.
    public let limits: Limits
    /// The namespace names are looked up in first.
    public let container: String
    /// Whether a constant pattern, duration or timestamp that can never be valid is a compile error; otherwise it is an
    /// error of each evaluation, as the specification has it.
    public let validatesLiterals: Bool

    private let index: [String: Int]
    private let functions: FunctionTable

    /// Declares variables and functions on top of the standard library.
    ///
    /// Of two variables with one name the later counts.
    public init(
        variables: [VariableDeclaration],
        functions: [FunctionDeclaration] = [],
        limits: Limits = .default,
        container: String = "",
        validatesLiterals: Bool = true
    ) {
        self.variables = variables
        self.limits = limits
        self.container = container
        self.validatesLiterals = validatesLiterals
        index = Dictionary(variables.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { $1 })
        var table = FunctionTable.standard
        for function in functions { table.add(function.name, function.overloads) }
        self.functions = table
    }

    /// The index of a variable.
    public func index(ofVariable name: String) -> Int? {
        index[name]
    }

    /// Parses and type-checks `source`.
    ///
    /// The errors are every problem the checker finds, or one syntax error.
    public func compile(_ source: String) throws(CompileErrors) -> Program {
        try compile(source, isChecking: true)
    }

    /// Parses `source` without checking types: an undeclared name or a call that fits no overload is an error of an
    /// evaluation that reaches it, and every static type is `dyn`.
    public func compileUnchecked(_ source: String) throws(CompileErrors) -> Program {
        try compile(source, isChecking: false)
    }

    private func compile(_ source: String, isChecking: Bool) throws(CompileErrors) -> Program {
        let parsed: Syntax
        do throws(CompileError) {
            parsed = try Parser.parse(source, limits: limits)
        } catch {
            throw CompileErrors([error])
        }
        let scope = Scope(variables, index: index, container: container)
        var checker = Checker(scope: scope, functions: functions, isChecking: isChecking)
        let syntax = checker.run(parsed)
        guard checker.errors.isEmpty else { throw CompileErrors(checker.errors) }
        var compiler = Compiler(
            overloads: checker.overloads,
            limits: limits,
            validatesLiterals: isChecking && validatesLiterals
        )
        let code = compiler.compile(syntax)
        guard compiler.errors.isEmpty else { throw CompileErrors(compiler.errors) }
        return Program(
            source: source,
            syntax: syntax,
            slotCount: checker.scope.slotCount,
            cost: limits.cost,
            code: code,
            compiler: compiler
        )
    }
}
