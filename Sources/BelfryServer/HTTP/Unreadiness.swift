/// Why a replica takes no webhooks now.
public struct Unreadiness: Hashable, Sendable {
    /// For everybody who asks, who may be anybody: it names no host, user or file.
    public var reason: String
    /// What the database or the system said, for the log and for whoever has the admin token; nil where there is no more to say.
    public var detail: String?

    /// A reason, and what is behind it.
    public init(_ reason: String, detail: String? = nil) {
        self.reason = reason
        self.detail = detail
    }
}
