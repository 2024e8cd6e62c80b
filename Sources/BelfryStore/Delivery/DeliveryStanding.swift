public import BelfryCore
public import Foundation

/// How far a notification has come on one channel.
public struct DeliveryStanding: Sendable {
    /// Its identity.
    public var deliveryID: UUID
    /// `slack`, `webhook` ….
    public var integration: String
    /// Where it goes, redacted.
    public var target: String
    /// `pending`, `delivered`, `rejected`, `expired` or `skipped`.
    public var state: String
    /// Attempts so far.
    public var attempts: Int
    /// Older notifications that wait before it.
    public var ahead: Int64
    /// Since when the channel is marked broken.
    public var brokenSince: Instant?
    /// What the latest attempt came to; while there is none, the latest of the notification that is before it.
    public var outcome: String?
    /// When that was.
    public var attemptedAt: Instant?
    /// How long the answer took, in milliseconds.
    public var latencyMS: Double?
    /// HTTP status of the answer.
    public var responseCode: Int?
    /// Beginning of the answer.
    public var responseExcerpt: String?
    /// What went wrong.
    public var error: String?
    /// When it is tried again.
    public var nextAttemptAt: Instant?
}
