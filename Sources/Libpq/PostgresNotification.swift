/// One `NOTIFY` that came for a channel listened to.
public struct PostgresNotification: Hashable, Sendable {
    /// The channel it was sent to.
    public let channel: String
    /// Up to 8000 bytes of text, empty if it was sent without.
    public let payload: String
    /// The process of the session that sent it, which may be one's own.
    public let backendPID: Int32

    /// A notification as it came.
    public init(channel: String, payload: String, backendPID: Int32) {
        self.channel = channel
        self.payload = payload
        self.backendPID = backendPID
    }
}
