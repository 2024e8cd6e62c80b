/// A comparison operator.
enum Comparison {
    case equal
    case notEqual
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual

    /// The operator with a CEL name.
    init?(_ function: String) {
        switch function {
        case Operator.equal: self = .equal
        case Operator.notEqual: self = .notEqual
        case Operator.less: self = .less
        case Operator.lessOrEqual: self = .lessOrEqual
        case Operator.greater: self = .greater
        case Operator.greaterOrEqual: self = .greaterOrEqual
        default: return nil
        }
    }

    /// The operator that gives the same with its operands exchanged.
    var mirrored: Comparison {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }

    /// Whether it holds for operands that stand so to each other.
    func holds(for order: Order) -> Bool {
        switch self {
        case .equal: order == .equal
        case .notEqual: order != .equal
        case .less: order == .less
        case .lessOrEqual: order == .less || order == .equal
        case .greater: order == .greater
        case .greaterOrEqual: order == .greater || order == .equal
        }
    }

    /// A closure that compares two unboxed operands.
    func code<T: Comparable & SendableMetatype>(_ left: @escaping Evaluate<T>, _ right: @escaping Evaluate<T>)
        -> Evaluate<Bool>
    {
        switch self {
        case .equal: { frame throws(EvaluationError) in try left(&frame) == right(&frame) }
        case .notEqual: { frame throws(EvaluationError) in try left(&frame) != right(&frame) }
        case .less: { frame throws(EvaluationError) in try left(&frame) < right(&frame) }
        case .lessOrEqual: { frame throws(EvaluationError) in try left(&frame) <= right(&frame) }
        case .greater: { frame throws(EvaluationError) in try left(&frame) > right(&frame) }
        case .greaterOrEqual: { frame throws(EvaluationError) in try left(&frame) >= right(&frame) }
        }
    }

    /// A closure that compares an unboxed operand with a constant.
    func code<T: Comparable & Sendable>(_ left: @escaping Evaluate<T>, constant: T) -> Evaluate<Bool> {
        switch self {
        case .equal: { frame throws(EvaluationError) in try left(&frame) == constant }
        case .notEqual: { frame throws(EvaluationError) in try left(&frame) != constant }
        case .less: { frame throws(EvaluationError) in try left(&frame) < constant }
        case .lessOrEqual: { frame throws(EvaluationError) in try left(&frame) <= constant }
        case .greater: { frame throws(EvaluationError) in try left(&frame) > constant }
        case .greaterOrEqual: { frame throws(EvaluationError) in try left(&frame) >= constant }
        }
    }
}
