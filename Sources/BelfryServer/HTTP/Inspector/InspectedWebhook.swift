internal import BelfryCore

/// A webhook request as the inspector keeps it.
struct InspectedWebhook: Sendable {
    /// Bytes of a body that are kept.
    static let maximumBodyBytes = 4_096
    /// Characters of `X-Forwarded-For` that are kept.
    private static let maximumForwarded = 512

    /// Its number in this process, from 1.
    let number: Int64
    /// Acknowledged requests before it, since the one kept before, that were not kept.
    let leftOut: Int64
    /// When its head arrived.
    let receivedAt: Instant
    /// From its head to its answer.
    let durationNanoseconds: Int64
    /// The path it was sent to.
    let path: String
    /// The address at the other end of the connection.
    let peer: IPAddress?
    /// The address it was judged by.
    let judged: IPAddress?
    /// `X-Forwarded-For`, fields joined; empty for none.
    let forwardedFor: String
    /// Bytes of its body; nil where they were refused unread.
    let size: Int?
    /// What became of it.
    let result: WebhookResult
    /// Why; nil for what was acknowledged.
    let explanation: String?
    /// The id of the secret that signed it.
    let secretID: String?
    /// The beginning of its body.
    let body: [UInt8]

    /// What was observed of a request, with `number` and `leftOut`.
    init(_ observation: WebhookObservation, number: Int64, leftOut: Int64, trustedProxies: [CIDRBlock]) {
        self.number = number
        self.leftOut = leftOut
        receivedAt = observation.receivedAt
        durationNanoseconds = observation.durationNanoseconds
        path = observation.path
        peer = observation.peer
        let fields = observation.raw?.forwardedFor ?? []
        judged = ClientAddress.judged(
            peer: observation.peer,
            forwardedFor: fields,
            trustedProxies: trustedProxies
        )
        forwardedFor = String(fields.joined(separator: ", ").prefix(Self.maximumForwarded))
        size = observation.raw?.body.count
        result = observation.result
        explanation = observation.explanation
        secretID = observation.secretID
        body = Array((observation.raw?.body ?? []).prefix(Self.maximumBodyBytes))
    }
}
