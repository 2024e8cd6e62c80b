internal import BelfryCore
internal import BelfryStore
internal import Foundation

/// An attempt to deliver as `GET /api/v1/deliveries` writes it: the columns of `belfry.deliveries`.
public struct DeliveryDocument: Codable, Sendable {
    /// The same for every attempt of a notification on a channel.
    public var deliveryID: String
    /// The notification.
    public var notificationID: Int64
    /// The receiver's name.
    public var receiver: String
    /// `slack`, `webhook` ….
    public var integration: String
    /// Where it went, redacted.
    public var target: String
    /// Why it was sent: `firing`, `resolved`, `repeat`, `final`, `digest`, `test`, `resend`.
    public var reason: String
    /// 1 for the first.
    public var attempt: Int
    /// `delivered`, `retry`, `rejected`, `channel_broken` or `unknown`; nil while it is under way.
    public var outcome: String?
    /// The kind of failure, as in the metrics.
    public var failure: String?
    /// When it began, in ISO 8601.
    public var attemptedAt: String
    /// How long the answer took.
    public var latencyMS: Double?
    /// HTTP status of the answer.
    public var responseCode: Int?
    /// Beginning of the answer.
    public var responseExcerpt: String?
    /// What went wrong.
    public var error: String?
    /// When it is tried again, in ISO 8601.
    public var nextAttemptAt: String?
    /// The rules of its alerts.
    public var alertnames: [String]
    /// The jobs of its alerts.
    public var jobIDs: [String]
    /// Their current names, in the same order; empty for one that is not known.
    public var jobNames: [String]

    private enum CodingKeys: String, CodingKey {
        case deliveryID = "delivery_id"
        case notificationID = "notification_id"
        case receiver, integration, target, reason, attempt, outcome, failure
        case attemptedAt = "attempted_at"
        case latencyMS = "latency_ms"
        case responseCode = "response_code"
        case responseExcerpt = "response_excerpt"
        case error
        case nextAttemptAt = "next_attempt_at"
        case alertnames
        case jobIDs = "job_ids"
        case jobNames = "job_names"
    }

    init(_ entry: DeliveryLogEntry) {
        deliveryID = entry.deliveryID.uuidString.lowercased()
        notificationID = entry.notificationID
        receiver = entry.receiver
        integration = entry.integration
        target = entry.target
        reason = entry.reason
        attempt = entry.attempt
        outcome = entry.outcome
        failure = entry.failure
        attemptedAt = entry.attemptedAt.iso8601
        latencyMS = entry.latencyMS
        responseCode = entry.responseCode
        responseExcerpt = entry.responseExcerpt
        error = entry.error
        nextAttemptAt = entry.nextAttemptAt?.iso8601
        alertnames = entry.alertnames
        jobIDs = entry.jobIDs
        jobNames = entry.jobNames
    }
}
