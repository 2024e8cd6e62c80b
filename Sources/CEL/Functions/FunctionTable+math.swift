extension FunctionTable {
    /// The math extension.
    static let math: Library = extremes + rounding + bits

    private static let extremes: Library = ["math.greatest", "math.least"].map { name in
        let wanted = name == "math.greatest" ? Order.greater : .less
        let pick: FunctionBody = { _, values throws(EvaluationError) in try extreme(values, wanted, name) }
        let pickFromList: FunctionBody = { budget, values throws(EvaluationError) in
            guard case .list(let list) = values[0], !list.isEmpty else {
                throw EvaluationError(.invalidArgument, "\(name)() needs at least one number")
            }
            try budget.charge(list.count)
            return try extreme(list, wanted, name)
        }
        let numbers: [CELType] = [.int, .uint, .double]
        return (
            name,
            numbers.map { Overload([$0], $0, body: pick).variadic }
                + numbers.map { Overload([.list($0)], $0, body: pickFromList) }
                + [
                    Overload([.list(.dyn)], .dyn, body: pickFromList).fallback,
                    Overload([.dyn], .dyn, body: pick).variadic.fallback,
                ]
        )
    }

    private static func extreme(_ values: [Value], _ wanted: Order, _ name: String) throws(EvaluationError) -> Value {
        var best = values[0]
        for value in values {
            switch value {
            case .int, .uint, .double: break
            default: throw .noOverload(name, values)
            }
            if try Value.order(value, best, for: name) == wanted { best = value }
        }
        return best
    }

    private static let rounding: Library = [
        ("math.ceil", [.unary { (value: Double) in value.rounded(.up) }]),
        ("math.floor", [.unary { (value: Double) in value.rounded(.down) }]),
        ("math.round", [.unary { (value: Double) in value.rounded(.toNearestOrAwayFromZero) }]),
        ("math.trunc", [.unary { (value: Double) in value.rounded(.towardZero) }]),
        (
            "math.sqrt",
            [
                .unary { (value: Double) in value.squareRoot() },
                .unary { (value: Int64) in Double(value).squareRoot() },
                .unary { (value: UInt64) in Double(value).squareRoot() },
            ]
        ),
        ("math.isNaN", [.unary { (value: Double) in value.isNaN }]),
        ("math.isInf", [.unary { (value: Double) in value.isInfinite }]),
        ("math.isFinite", [.unary { (value: Double) in value.isFinite }]),
        (
            "math.abs",
            [
                .unary { (value: Int64) throws(EvaluationError) -> Int64 in
                    value < 0 ? try Arithmetic.subtract(0, value) : value
                },
                .unary { (value: UInt64) in value },
                .unary { (value: Double) in value.magnitude },
            ]
        ),
        (
            "math.sign",
            [
                .unary { (value: Int64) in value.signum() },
                .unary { (value: UInt64) in value == 0 ? 0 as UInt64 : 1 },
                .unary { (value: Double) in value.isNaN || value == 0 ? value : value < 0 ? -1 : 1 },
            ]
        ),
    ]

    private static let bits: Library = [
        ("math.bitAnd", [.binary { (a: Int64, b: Int64) in a & b }, .binary { (a: UInt64, b: UInt64) in a & b }]),
        ("math.bitOr", [.binary { (a: Int64, b: Int64) in a | b }, .binary { (a: UInt64, b: UInt64) in a | b }]),
        ("math.bitXor", [.binary { (a: Int64, b: Int64) in a ^ b }, .binary { (a: UInt64, b: UInt64) in a ^ b }]),
        ("math.bitNot", [.unary { (a: Int64) in ~a }, .unary { (a: UInt64) in ~a }]),
        (
            "math.bitShiftLeft",
            [
                .binary { (a: Int64, count: Int64) throws(EvaluationError) -> Int64 in
                    Int64(bitPattern: UInt64(bitPattern: a) << (try shift(count)))
                },
                .binary { (a: UInt64, count: Int64) throws(EvaluationError) -> UInt64 in a << (try shift(count)) },
            ]
        ),
        (
            "math.bitShiftRight",
            [
                .binary { (a: Int64, count: Int64) throws(EvaluationError) -> Int64 in
                    Int64(bitPattern: UInt64(bitPattern: a) >> (try shift(count)))
                },
                .binary { (a: UInt64, count: Int64) throws(EvaluationError) -> UInt64 in a >> (try shift(count)) },
            ]
        ),
    ]

    private static func shift(_ count: Int64) throws(EvaluationError) -> Int64 {
        guard count >= 0 else { throw EvaluationError(.invalidArgument, "negative offset: \(count)") }
        return count
    }
}
