/// Who has taken an alert upon themselves: it is not repeated until it has ended.
public struct Acknowledgement: Hashable, Sendable {
    /// Who.
    public var by: String
    /// When.
    public var at: Instant
    /// Why, or what is being done; may be empty.
    public var comment: String

    /// An acknowledgement of these values.
    public init(by: String, at: Instant, comment: String) {
        self.by = by
        self.at = at
        self.comment = comment
    }
}
