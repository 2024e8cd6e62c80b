/// The top-level `&&`, `||`, `!` and `?:` tree of a program, each part compiled by itself.
struct Explained: Sendable {
    let syntax: Syntax
    let junction: Trace.Junction?
    let operands: [Explained]
    let code: Evaluate<Value>

    /// Compiles `syntax` and the parts a trace reports.
    init(_ syntax: Syntax, _ compiler: inout Compiler) {
        self.syntax = syntax
        var junction: Trace.Junction?
        var parts: [Syntax] = []
        if case .call(let function, nil, let arguments) = syntax.kind {
            junction =
                switch function {
                case Operator.and: .and
                case Operator.or: .or
                case Operator.not: .not
                case Operator.conditional: .conditional
                default: nil
                }
            parts = junction == nil ? [] : arguments
        }
        self.junction = junction
        var operands: [Explained] = []
        for part in parts { operands.append(Explained(part, &compiler)) }
        self.operands = operands
        code = compiler.compile(syntax).asValue
    }
}
