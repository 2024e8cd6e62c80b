/// A chat or other target of a receiver, as this replica's configuration has it.
public struct ChannelSpec: Hashable, Sendable {
    /// Its name: `receiver/integration/index`.
    public var channel: String
    /// The receiver's name.
    public var receiver: String
    /// `slack`, `webhook` ….
    public var integration: String
    /// Where it goes, redacted.
    public var target: String

    /// A channel of these values.
    public init(receiver: String, integration: String, index: Int, target: String) {
        channel = "\(receiver)/\(integration)/\(index)"
        self.receiver = receiver
        self.integration = integration
        self.target = target
    }
}
