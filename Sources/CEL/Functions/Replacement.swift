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
            let scalars = text.unicodeScalars.map { String($0) }
            let count = min(limit, scalars.count + 1)
            try budget.charge(bytes: text.utf8.count + count * new.utf8.count)
            let replaced = scalars.enumerated().map { $0 < count ? new + $1 : $1 }
            return replaced.joined() + (count > scalars.count ? new : "")
        }
        let parts = TextList.parts(of: text, separatedBy: old, atMost: limit == .max ? .max : limit + 1)
        let size = text.utf8.count + (parts.count - 1) * new.utf8.count
        try budget.charge(bytes: size)
        return parts.joined(separator: new)
    }
}
