internal import BelfryCore

/// A webhook request as `GET /api/v1/webhooks` writes it.
public struct WebhookDocument: Codable, Sendable {
    /// Its number in the answering process.
    public var number: Int64
    /// Acknowledged requests before it that were not kept.
    public var leftOut: Int64
    /// When it arrived, in ISO 8601.
    public var receivedAt: String
    /// From its arrival to its answer.
    public var durationMS: Double
    /// The path it was sent to.
    public var path: String
    /// The address at the other end of the connection.
    public var peer: String?
    /// The address it was judged by: another one only behind a trusted proxy.
    public var judgedAddress: String?
    /// `X-Forwarded-For`; nil for none.
    public var forwardedFor: String?
    /// Bytes of its body; nil where they were refused unread.
    public var size: Int?
    /// The HTTP status it was answered.
    public var status: Int
    /// The label of `belfry_webhook_requests_total`.
    public var result: String
    /// The exact reason; nil for what was acknowledged.
    public var reason: String?
    /// The id of the secret that signed it.
    public var secretID: String?
    /// The first 4 KiB of its body; what is not UTF-8 is replaced.
    public var body: String

    private enum CodingKeys: String, CodingKey {
        case number
        case leftOut = "left_out"
        case receivedAt = "received_at"
        case durationMS = "duration_ms"
        case path, peer
        case judgedAddress = "judged_address"
        case forwardedFor = "forwarded_for"
        case size, status, result, reason
        case secretID = "secret_id"
        case body
    }

    init(_ webhook: InspectedWebhook) {
        number = webhook.number
        leftOut = webhook.leftOut
        receivedAt = webhook.receivedAt.iso8601
        durationMS = Double(webhook.durationNanoseconds / 1_000) / 1_000
        path = webhook.path
        peer = webhook.peer.map(String.init(describing:))
        judgedAddress = webhook.judged.map(String.init(describing:))
        forwardedFor = webhook.forwardedFor.isEmpty ? nil : webhook.forwardedFor
        size = webhook.size
        status = webhook.result.httpStatus
        result = webhook.result.rawValue
        reason = webhook.explanation
        secretID = webhook.secretID
        body = String(decoding: webhook.body, as: UTF8.self)
    }
}
