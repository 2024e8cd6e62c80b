extension Value {
    /// How two values of ordered types compare: numbers with any number, otherwise like with like.
    ///
    /// `function` is named in the error if there is no order.
    static func order(_ left: Value, _ right: Value, for function: String) throws(EvaluationError) -> Order {
        switch (left, right) {
        case (.int(let left), .int(let right)): return Order(left, right)
        case (.uint(let left), .uint(let right)): return Order(left, right)
        case (.double(let left), .double(let right)): return Order(left, right)
        case (.string(let left), .string(let right)): return left.byteOrder(to: right)
        case (.bool(let left), .bool(let right)): return Order(left ? 1 : 0, right ? 1 : 0)
        case (.bytes(let left), .bytes(let right)):
            return left.lexicographicallyPrecedes(right) ? .less : left == right ? .equal : .greater
        case (.timestamp(let left), .timestamp(let right)): return Order(left, right)
        case (.duration(let left), .duration(let right)): return Order(left, right)
        default:
            guard let order = numericOrder(left, right) else { throw .noOverload(function, left, right) }
            return order
        }
    }
}
