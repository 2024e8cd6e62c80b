extension FunctionTable {
    /// The strings extension.
    ///
    /// Positions count Unicode scalars.
    static let stringExtensions: Library = slicing + searching + casing + joining

    private static let slicing: Library = [
        (
            "charAt",
            [
                .binary(isMember: true) { (text: String, position: Int64) throws(EvaluationError) -> String in
                    let scalars = ScalarText(text)
                    let start = try scalars.index(position)
                    return scalars.text(start..<min(start + 1, scalars.count))
                }
            ]
        ),
        (
            "substring",
            [
                .binary(isMember: true) { (text: String, start: Int64) throws(EvaluationError) -> String in
                    let scalars = ScalarText(text)
                    return scalars.text(try scalars.index(start)..<scalars.count)
                },
                .ternary(isMember: true) { (text: String, start: Int64, end: Int64) throws(EvaluationError) -> String in
                    let scalars = ScalarText(text)
                    let first = try scalars.index(start)
                    let last = try scalars.index(end)
                    guard first <= last else {
                        throw EvaluationError(
                            .invalidArgument,
                            "invalid substring range. start: \(start), end: \(end)"
                        )
                    }
                    return scalars.text(first..<last)
                },
            ]
        ),
        ("trim", [.unary(isMember: true) { (text: String) in ScalarText(text).trimmed }]),
        (
            "reverse",
            [
                .unary(isMember: true) { (text: String) in
                    String(String.UnicodeScalarView(text.unicodeScalars.reversed()))
                }
            ]
        ),
    ]

    private static let searching: Library = [
        (
            "indexOf",
            [
                .binary(isMember: true) { (text: String, part: String) in
                    ScalarText(text).firstIndex(of: ScalarText(part), from: 0)
                },
                .ternary(isMember: true) {
                    (text: String, part: String, start: Int64) throws(EvaluationError) -> Int64 in
                    let scalars = ScalarText(text)
                    return scalars.firstIndex(of: ScalarText(part), from: try scalars.index(start))
                },
            ]
        ),
        (
            "lastIndexOf",
            [
                .binary(isMember: true) { (text: String, part: String) in
                    let scalars = ScalarText(text)
                    return scalars.lastIndex(of: ScalarText(part), upTo: scalars.count)
                },
                .ternary(isMember: true) {
                    (text: String, part: String, start: Int64) throws(EvaluationError) -> Int64 in
                    let scalars = ScalarText(text)
                    return scalars.lastIndex(of: ScalarText(part), upTo: try scalars.index(start))
                },
            ]
        ),
    ]

    private static let casing: Library = [
        ("lowerAscii", [.unary(isMember: true) { (text: String) in mapASCII(text, 0x41...0x5A) { $0 + 32 } }]),
        ("upperAscii", [.unary(isMember: true) { (text: String) in mapASCII(text, 0x61...0x7A) { $0 - 32 } }]),
        ("strings.quote", [.unary { (text: String) in QuotedText.quote(text) }]),
    ]

    private static let joining: Library = [
        (
            "replace",
            [
                Overload([.string, .string, .string], .string, isMember: true) {
                    budget,
                    values throws(EvaluationError) in
                    .string(try Replacement(values, limit: nil).run(&budget))
                },
                Overload([.string, .string, .string, .int], .string, isMember: true) {
                    budget,
                    values throws(EvaluationError) in
                    .string(try Replacement(values, limit: Int64(values[3])).run(&budget))
                },
            ]
        ),
        (
            "split",
            [
                Overload([.string, .string], .list(.string), isMember: true) { budget, values throws(EvaluationError) in
                    try TextList.split(values, limit: -1, &budget)
                },
                Overload([.string, .string, .int], .list(.string), isMember: true) {
                    budget,
                    values throws(EvaluationError) in
                    try TextList.split(values, limit: Int64(values[2]) ?? -1, &budget)
                },
            ]
        ),
        (
            "join",
            [
                Overload([.list(.string)], .string, isMember: true) { budget, values throws(EvaluationError) in
                    try TextList.join(values, separator: "", &budget)
                },
                Overload([.list(.string), .string], .string, isMember: true) {
                    budget,
                    values throws(EvaluationError) in
                    try TextList.join(values, separator: String(values[1]) ?? "", &budget)
                },
            ]
        ),
        (
            "format",
            [
                Overload([.string, .list(.dyn)], .string, isMember: true) { budget, values throws(EvaluationError) in
                    guard case .string(let format) = values[0], case .list(let arguments) = values[1] else {
                        throw .noOverload("format", values)
                    }
                    return .string(try TextFormat.format(format, arguments, &budget))
                }
            ]
        ),
    ]

    private static func mapASCII(_ text: String, _ range: ClosedRange<UInt8>, _ map: (UInt8) -> UInt8) -> String {
        String(decoding: text.utf8.map { range.contains($0) ? map($0) : $0 }, as: UTF8.self)
    }
}
