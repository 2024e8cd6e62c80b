extension FunctionTable {
    /// Equality, order, logic and indexing: their signatures for the checker.
    ///
    /// The compiler has code of its own for them.
    static let comparisons: Library = {
        let parameter = CELType.parameter("A")
        let pair = [parameter, parameter]
        var library: Library = [
            (Operator.equal, [signature(pair, .bool)]),
            (Operator.notEqual, [signature(pair, .bool)]),
            (Operator.not, [signature([.bool], .bool)]),
            (Operator.conditional, [signature([.bool, parameter, parameter], parameter)]),
            (
                Operator.in,
                [
                    signature([parameter, .list(parameter)], .bool),
                    signature([parameter, .map(parameter, .parameter("B"))], .bool),
                ]
            ),
            (Operator.index, indexes(isOptional: false)),
            (Operator.optionalIndex, indexes(isOptional: true)),
        ]
        let numbers: [CELType] = [.int, .uint, .double]
        var ordered = [CELType.bool, .string, .bytes, .timestamp, .duration].map { signature([$0, $0], .bool) }
        for left in numbers {
            for right in numbers { ordered.append(signature([left, right], .bool)) }
        }
        for name in [Operator.less, Operator.lessOrEqual, Operator.greater, Operator.greaterOrEqual] {
            library.append((name, ordered))
        }
        return library
    }()

    private static func indexes(isOptional: Bool) -> [Overload] {
        let key = CELType.parameter("A")
        let value = CELType.parameter("B")
        let result: CELType = isOptional ? .optional(value) : value
        return [
            signature([.list(value), .int], result),
            signature([.map(key, value), key], result),
            signature([.optional(.list(value)), .int], .optional(value)),
            signature([.optional(.map(key, value)), key], .optional(value)),
        ]
    }

    private static func signature(_ parameters: [CELType], _ result: CELType) -> Overload {
        Overload(parameters, result) { _, values throws(EvaluationError) in throw .noOverload("operator", values) }
    }
}
