/// Targets of a receiver that do not accept Belfry any more.
public struct BrokenReceiver: Hashable, Sendable {
    /// The receiver's name.
    public var receiver: String
    /// `slack`, `webhook` ….
    public var integration: String
    /// Where the first of them goes, redacted.
    public var target: String
    /// Why, as the target said it.
    public var reason: String

    /// Broken targets of these values.
    public init(receiver: String, integration: String, target: String, reason: String) {
        self.receiver = receiver
        self.integration = integration
        self.target = target
        self.reason = reason
    }
}
