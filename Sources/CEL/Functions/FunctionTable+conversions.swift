extension FunctionTable {
    /// The functions named after the types they convert to.
    static let conversions: Library = [
        (
            "bool",
            [.unary { (value: Bool) in value }, .unary { (text: String) throws(EvaluationError) in try bool(text) }]
        ),
        (
            "int",
            [
                .unary { (value: Int64) in value },
                .unary { (value: UInt64) throws(EvaluationError) -> Int64 in
                    try exactly(Int64(exactly: value), value, "int")
                },
                .unary { (value: Double) throws(EvaluationError) -> Int64 in try int(value) },
                .unary { (text: String) throws(EvaluationError) -> Int64 in try parsed(Int64(text), text, "int") },
                .unary { (value: Timestamp) in value.seconds },
            ]
        ),
        (
            "uint",
            [
                .unary { (value: UInt64) in value },
                .unary { (value: Int64) throws(EvaluationError) -> UInt64 in
                    try exactly(UInt64(exactly: value), value, "uint")
                },
                .unary { (value: Double) throws(EvaluationError) -> UInt64 in
                    try exactly(UInt64(exactly: value.rounded(.towardZero)), value, "uint")
                },
                .unary { (text: String) throws(EvaluationError) -> UInt64 in try parsed(UInt64(text), text, "uint") },
            ]
        ),
        (
            "double",
            [
                .unary { (value: Double) in value },
                .unary { (value: Int64) in Double(value) },
                .unary { (value: UInt64) in Double(value) },
                .unary { (text: String) throws(EvaluationError) -> Double in try parsed(Double(text), text, "double") },
            ]
        ),
        (
            "string",
            [
                .unary { (value: String) in value },
                .unary { (value: Bool) in String(value) },
                .unary { (value: Int64) in String(value) },
                .unary { (value: UInt64) in String(value) },
                .unary { (value: Double) in TextForm.text(of: value) },
                .unary { (value: Timestamp) in value.text },
                .unary { (value: CELDuration) in value.text },
                .unary { (value: [UInt8]) throws(EvaluationError) -> String in
                    guard let text = String(validating: value, as: UTF8.self) else {
                        throw EvaluationError(.invalidArgument, "invalid UTF-8 in bytes, cannot convert to string")
                    }
                    return text
                },
            ]
        ),
        ("bytes", [.unary { (value: [UInt8]) in value }, .unary { (text: String) in Array(text.utf8) }]),
        (
            "timestamp",
            [
                .unary { (value: Timestamp) in value },
                .unary { (text: String) throws(EvaluationError) -> Timestamp in try Timestamp(parsing: text) },
                .unary { (seconds: Int64) throws(EvaluationError) -> Timestamp in
                    try Timestamp.checked(seconds: seconds, nanoseconds: 0)
                },
            ]
        ),
        (
            "duration",
            [
                .unary { (value: CELDuration) in value },
                .unary { (text: String) throws(EvaluationError) -> CELDuration in try CELDuration(parsing: text) },
            ]
        ),
    ]

    private static func bool(_ text: String) throws(EvaluationError) -> Bool {
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": return true
        case "0", "f", "F", "false", "FALSE", "False": return false
        default: throw EvaluationError(.invalidArgument, "'\(text)' is not a bool")
        }
    }

    /// The specification excludes both ends of the range: the largest int has no double, and the smallest may be the
    /// rounding of a number below it.
    private static func int(_ value: Double) throws(EvaluationError) -> Int64 {
        guard value > -0x1p63, value < 0x1p63 else { throw EvaluationError(.overflow, "int out of range: \(value)") }
        return Int64(value)
    }

    private static func exactly<T, V>(_ result: T?, _ value: V, _ type: String) throws(EvaluationError) -> T {
        guard let result else { throw EvaluationError(.overflow, "\(type) out of range: \(value)") }
        return result
    }

    private static func parsed<T>(_ result: T?, _ text: String, _ type: String) throws(EvaluationError) -> T {
        guard let result else { throw EvaluationError(.invalidArgument, "'\(text)' is not of type \(type)") }
        return result
    }
}
