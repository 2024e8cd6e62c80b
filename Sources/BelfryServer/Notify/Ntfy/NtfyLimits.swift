internal import BelfryCore

/// What ntfy takes.
///
/// https://docs.ntfy.sh/publish/#limitations
enum NtfyLimits {
    /// Bytes of a message; a longer one becomes a file.
    ///
    /// The server's limit is 4,096, that of the services that wake phones is 4,000 for everything.
    static let message = 3_500
    /// Bytes of a title; no limit is documented, and a phone shows less.
    static let title = 250
    /// Bytes of the request.
    static let body = 8_192
    /// Buttons of a message.
    ///
    /// https://docs.ntfy.sh/publish/#action-buttons
    static let actions = 3
    /// From "min" to "max".
    ///
    /// https://docs.ntfy.sh/publish/#message-priority
    static let priorities = 1...5
    /// Where the limit of the public server holds.
    static let host = "ntfy.sh"
    /// Sixty requests at once, then one every five seconds, for all topics together.
    ///
    /// https://docs.ntfy.sh/publish/#limitations
    static let hostPace = DeliveryPace(every: .seconds(5), burst: 50)
}
