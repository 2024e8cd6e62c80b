/// Where an attempt stands in its job's history: by time, then attempt number, then execution id.
///
/// The time is `executed_at`, but at most five minutes after the webhook was received, so that one webhook dated 2099 does not
/// make every later one late.
public struct Position: Hashable, Comparable, Sendable {
    /// How far `executed_at` may lie after the receipt before it is cut.
    public static let maximumLead = TimeSpan.minutes(5)

    /// The bounded time of the attempt.
    public var at: Instant
    /// `retry_attempt`.
    public var retryAttempt: Int32
    /// `execution_id`, compared by its UTF-8 bytes.
    public var executionID: String

    /// A position of these values.
    public init(at: Instant, retryAttempt: Int32, executionID: String) {
        self.at = at
        self.retryAttempt = retryAttempt
        self.executionID = executionID
    }

    /// Orders by time, attempt number, then the bytes of the execution id (as `COLLATE "C"` does).
    public static func < (left: Position, right: Position) -> Bool {
        if left.at != right.at { return left.at < right.at }
        if left.retryAttempt != right.retryAttempt { return left.retryAttempt < right.retryAttempt }
        return left.executionID.utf8.lexicographicallyPrecedes(right.executionID.utf8)
    }
}
