internal import BelfryCore
internal import BelfryStore
internal import Foundation

/// How far a notification has come on one channel, as `GET /api/v1/notifications/{id}` writes it.
public struct DeliveryStandingDocument: Codable, Sendable {
    /// Its identity, the same for every attempt.
    public var deliveryID: String
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
    /// Since when the channel is marked broken, in ISO 8601.
    public var brokenSince: String?
    /// What the latest attempt came to; while there is none, the latest of the notification that is before it.
    public var outcome: String?
    /// When that was, in ISO 8601.
    public var attemptedAt: String?
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

    private enum CodingKeys: String, CodingKey {
        case deliveryID = "delivery_id"
        case integration, target, state, attempts, ahead
        case brokenSince = "broken_since"
        case outcome
        case attemptedAt = "attempted_at"
        case latencyMS = "latency_ms"
        case responseCode = "response_code"
        case responseExcerpt = "response_excerpt"
        case error
        case nextAttemptAt = "next_attempt_at"
    }

    init(_ standing: DeliveryStanding) {
        deliveryID = standing.deliveryID.uuidString.lowercased()
        integration = standing.integration
        target = standing.target
        state = standing.state
        attempts = standing.attempts
        ahead = standing.ahead
        brokenSince = standing.brokenSince?.iso8601
        outcome = standing.outcome
        attemptedAt = standing.attemptedAt?.iso8601
        latencyMS = standing.latencyMS
        responseCode = standing.responseCode
        responseExcerpt = standing.responseExcerpt
        error = standing.error
        nextAttemptAt = standing.nextAttemptAt?.iso8601
    }

    /// Whether nothing more is to be expected soon: it is through, or its channel is broken.
    public var isSettled: Bool { state != "pending" || outcome == "channel_broken" }

    /// Whether the chat has it.
    public var isDelivered: Bool { state == "delivered" }
}
