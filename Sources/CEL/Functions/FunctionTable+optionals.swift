extension FunctionTable {
    /// The functions of the optional type.
    static let optionals: Library = {
        let parameter = CELType.parameter("A")
        let optional = CELType.optional(parameter)
        let list = CELType.list(parameter)
        return [
            (
                "optional.of",
                [Overload([parameter], optional) { _, values throws(EvaluationError) in .optional(values[0]) }]
            ),
            (
                "optional.ofNonZeroValue",
                [
                    Overload([parameter], optional) { _, values throws(EvaluationError) in
                        .optional(values[0].isZero ? nil : values[0])
                    }
                ]
            ),
            ("optional.none", [Overload([], optional) { _, _ throws(EvaluationError) in .optional(nil) }]),
            (
                "optional.unwrap",
                [Overload([.list(optional)], list) { _, values throws(EvaluationError) in try unwrapAll(values) }]
            ),
            (
                "unwrapOpt",
                [
                    Overload([.list(optional)], list, isMember: true) { _, values throws(EvaluationError) in
                        try unwrapAll(values)
                    }
                ]
            ),
            (
                "hasValue",
                [
                    Overload([optional], .bool, isMember: true) { _, values throws(EvaluationError) in
                        .bool(try Access.unwrap(values[0]) != nil)
                    }
                ]
            ),
            (
                "value",
                [
                    Overload([optional], parameter, isMember: true) { _, values throws(EvaluationError) in
                        guard let value = try Access.unwrap(values[0]) else {
                            throw EvaluationError(.invalidArgument, "optional.none() has no value")
                        }
                        return value
                    }
                ]
            ),
            (
                "or",
                [
                    Overload([optional, optional], optional, isMember: true) { _, values throws(EvaluationError) in
                        try Access.unwrap(values[0]) == nil ? values[1] : values[0]
                    }
                ]
            ),
            (
                "orValue",
                [
                    Overload([optional, parameter], parameter, isMember: true) { _, values throws(EvaluationError) in
                        try Access.unwrap(values[0]) ?? values[1]
                    }
                ]
            ),
            (
                "first",
                [
                    Overload([list], optional, isMember: true) { _, values throws(EvaluationError) in
                        end(values) { $0.first }
                    }
                ]
            ),
            (
                "last",
                [
                    Overload([list], optional, isMember: true) { _, values throws(EvaluationError) in
                        end(values) { $0.last }
                    }
                ]
            ),
        ]
    }()

    private static func end(_ values: [Value], _ pick: ([Value]) -> Value?) -> Value {
        guard case .list(let list) = values[0] else { return .optional(nil) }
        return .optional(pick(list))
    }

    private static func unwrapAll(_ values: [Value]) throws(EvaluationError) -> Value {
        guard case .list(let list) = values[0] else { throw .noOverload("unwrapOpt", values) }
        var unwrapped: [Value] = []
        for element in list {
            if let value = try Access.unwrap(element) { unwrapped.append(value) }
        }
        return .list(unwrapped)
    }
}
