extension FunctionTable {
    /// The string functions of the specification.
    static let strings: Library = [
        ("contains", [.binary(isMember: true) { (text: String, part: String) in ByteSearch(part).occurs(in: text) }]),
        (
            "startsWith",
            [.binary(isMember: true) { (text: String, part: String) in text.starts(withBytes: Array(part.utf8)) }]
        ),
        (
            "endsWith",
            [.binary(isMember: true) { (text: String, part: String) in text.ends(withBytes: Array(part.utf8)) }]
        ),
        (
            "matches",
            [false, true].map { isMember in
                Overload([.string, .string], .bool, isMember: isMember) { budget, values throws(EvaluationError) in
                    guard case .string(let text) = values[0], case .string(let source) = values[1] else {
                        throw .noOverload("matches", values)
                    }
                    try budget.charge(8 * source.utf8.count)
                    let pattern = try Pattern(source, maximumSize: Limits.default.patternSize)
                    try budget.charge(8 * pattern.size)
                    return .bool(try pattern.matches(text, &budget))
                }
            }
        ),
    ]
}
