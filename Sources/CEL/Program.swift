/// A compiled expression.
///
/// It is immutable and may be evaluated by any number of threads at once.
public struct Program: Sendable {
    /// The text it was compiled from.
    public let source: String
    /// The static type of its value; `dyn` if unchecked.
    public let resultType: CELType
    /// The indexes of the environment's variables it can read, ascending.
    public let variables: [Int]
    /// The checked syntax tree.
    public let syntax: Syntax

    let slotCount: Int
    let cost: Int
    private let code: Evaluate<Value>
    private let condition: Evaluate<Bool>
    let compiler: Compiler

    init(source: String, syntax: Syntax, slotCount: Int, cost: Int, code: Code, compiler: Compiler) {
        self.source = source
        self.syntax = syntax
        self.slotCount = slotCount
        self.cost = cost
        self.code = code.asValue
        self.compiler = compiler
        condition = code.asBool(for: "condition")
        resultType = syntax.type
        variables = syntax.variables
    }

    /// The value of the expression.
    ///
    /// It asks `activation` only for what it reaches. The same program with equal variables always gives the same value
    /// or error.
    public func evaluate(_ activation: some Activation) throws(EvaluationError) -> Value {
        var frame = makeFrame(activation)
        return try code(&frame)
    }

    /// The value of an expression whose type is bool, without boxing it.
    ///
    /// Any other value, null included, is a `noSuchOverload` error.
    public func evaluateCondition(_ activation: some Activation) throws(EvaluationError) -> Bool {
        var frame = makeFrame(activation)
        return try condition(&frame)
    }

    func makeFrame(_ activation: some Activation) -> Frame {
        Frame(
            activation: activation,
            locals: slotCount == 0 ? [] : [Value](repeating: .null, count: slotCount),
            budget: Budget(cost)
        )
    }
}

extension Syntax {
    /// The indexes of the variables the expression can read, ascending.
    var variables: [Int] {
        var indexes: Set<Int> = []
        walk { part in
            if case .variable(let index, _) = part.kind { indexes.insert(index) }
            return true
        }
        return indexes.sorted()
    }
}
