extension FunctionTable {
    /// `size`, and `dyn` and `type`, which the compiler has code of its own for.
    static let collections: Library = {
        let list = CELType.list(.parameter("A"))
        let map = CELType.map(.parameter("A"), .parameter("B"))
        var sizes: [Overload] = []
        for isMember in [false, true] {
            for type in [CELType.string, .bytes, list, map] {
                sizes.append(Overload([type], .int, isMember: isMember, body: size))
            }
        }
        return [
            ("size", sizes),
            ("dyn", [Overload([.parameter("A")], .dyn) { _, values throws(EvaluationError) in values[0] }]),
            (
                "type",
                [
                    Overload([.parameter("A")], .type(.parameter("A"))) { _, values throws(EvaluationError) in
                        .type(values[0].runtimeType)
                    }
                ]
            ),
        ]
    }()

    private static let size: FunctionBody = { budget, values throws(EvaluationError) in
        switch values.first {
        case .string(let text):
            try budget.charge(bytes: text.utf8.count)
            return .int(Int64(text.scalarCount))
        case .bytes(let bytes): return .int(Int64(bytes.count))
        case .list(let list): return .int(Int64(list.count))
        case .map(let map): return .int(Int64(map.count))
        default: throw .noOverload("size", values)
        }
    }
}
