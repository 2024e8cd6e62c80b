/// Why bytes are not the JSON that was asked for.
struct JSONProblem: Error, Hashable {
    /// What is wrong, in words that may be shown to the sender.
    let detail: String
    /// The top-level field at fault; nil where the text is not JSON.
    let field: String?

    init(detail: String, field: String? = nil) {
        self.detail = detail
        self.field = field
    }

    /// A text that breaks the grammar at a byte, counted from 1.
    static func syntax(_ problem: String, at offset: Int) -> JSONProblem {
        JSONProblem(detail: "not valid JSON: \(problem) at byte \(offset + 1)")
    }
}
