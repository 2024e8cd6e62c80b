/// Which group of which receiver.
public struct GroupID: Hashable, Sendable {
    /// The receiver's name.
    public var receiver: String
    /// `GroupKey.id`.
    public var key: String

    /// A group of these values.
    public init(receiver: String, key: String) {
        self.receiver = receiver
        self.key = key
    }
}
