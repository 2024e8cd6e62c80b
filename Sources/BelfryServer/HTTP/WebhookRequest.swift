import BelfryCore
import NIOCore
import NIOHTTP1

/// A webhook request while it is being read and committed.
struct WebhookRequest {
    let path: WebhookPath
    let method: HTTPMethod
    let headers: WebhookHeaders
    /// When its head was complete, on the monotonic clock.
    let startedAt: NIODeadline
    /// The same by the wall clock.
    let receivedAt: Instant
    /// The body so far; empty for a method that is refused.
    var body = ByteBuffer()
    /// How many bytes of body arrived.
    var bodyBytes = 0
    /// The id of the secret that signed it, once that is known.
    var secretID: String?

    /// The request as the verifier takes it.
    func raw(from peer: IPAddress?) -> RawWebhook {
        RawWebhook(
            path: path.rawValue,
            contentType: headers.contentType,
            contentEncoding: headers.contentEncoding,
            signatures: headers.signatures,
            peer: peer,
            forwardedFor: headers.forwardedFor,
            body: Array(body.readableBytesView)
        )
    }
}
