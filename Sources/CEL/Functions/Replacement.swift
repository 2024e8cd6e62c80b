/// `text.replace(old, new, limit)`.
struct Replacement {
    private let text: String
    private let old: String
    private let new: String
    private let limit: Int

    /// Takes the operands of a call; `limit` below zero or nil replaces all.
    init(_ values: [Value], limit: Int64?) throws(EvaluationError) {
        guard case .string(let text) = values[0], case .string(let old) = values[1], case .string(let new) = values[2]
        else { throw .noOverload("replace", values) }
        self.text = text
        self.old = old
        self.new = new
        self.limit = limit.flatMap { $0 < 0 ? nil : Int(clamping: $0) } ?? .max
    }

    /// The result, paid for before it is built.
    ///
    /// An empty `old` stands before every scalar and at the end.
    func run(_ budget: inout Budget) throws(EvaluationError) -> String {
        try budget.charge(bytes: text.utf8.count)
        if old.isEmpty {
            let count = min(limit, text.scalarCount + 1)
            try budget.charge(text.utf8.count + (count * new.utf8.count) >> 6)
            let scalars = text.unicodeScalars.map { String($0) }
            let replaced = scalars.enumerated().map { $0 < count ? new + $1 : $1 }
            return replaced.joined() + (count > scalars.count ? new : "")
        }
        let search = ByteSearch(old)
        let count = min(limit, text.withBytes { search.count(in: $0) })
        try budget.charge(count + (text.utf8.count + count * new.utf8.count) >> 6)
        return TextList.parts(of: text, separatedBy: search, atMost: count + 1).joined(separator: new)
    }
}
