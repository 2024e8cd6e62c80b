public import BelfryCore
public import Foundation

/// A row of the delivery log: one attempt.
public struct DeliveryLogEntry: Sendable {
    /// The same for every attempt of a notification on a channel.
    public var deliveryID: UUID
    /// The notification.
    public var notificationID: Int64
    /// The receiver's name.
    public var receiver: String
    /// `slack`, `webhook` ….
    public var integration: String
    /// Where it went, redacted.
    public var target: String
    /// Why it was sent.
    public var reason: String
    /// 1 for the first.
    public var attempt: Int
    /// What it came to; nil while it is under way.
    public var outcome: String?
    /// The kind of failure.
    public var failure: String?
    /// When it began.
    public var attemptedAt: Instant
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
    /// The rules of its alerts.
    public var alertnames: [String]
    /// The jobs of its alerts.
    public var jobIDs: [String]
    /// Their current names, in the same order; empty for one that is not known.
    public var jobNames: [String]
}
