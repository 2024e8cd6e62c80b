import BelfryCore
import NIOCore
import NIOHTTP1
import Synchronization

/// The answer that nearly every webhook gets, made once a second for its `Date`.
final class AcceptedResponse: Sendable {
    private struct Prepared {
        let second: Int64
        let response: WebhookResponse
        let bytes: ByteBuffer
    }

    /// Stands for the head of the encoded answer where only its end is looked for.
    static let head = HTTPResponseHead(version: .http1_1, status: .ok)

    private let prepared = Mutex<Prepared?>(nil)

    /// `{"received":true}` with the date of an instant.
    func response(at now: Instant) -> WebhookResponse {
        prepared(at: now) { $0.response }
    }

    /// The same as it goes over the wire, on a connection that stays open.
    func bytes(at now: Instant) -> ByteBuffer {
        prepared(at: now) { $0.bytes }
    }

    private func prepared<Part: Sendable>(at now: Instant, _ part: (Prepared) -> Part) -> Part {
        let second = now.microseconds / 1_000_000
        return prepared.withLock { prepared in
            if let prepared, prepared.second == second { return part(prepared) }
            let response = WebhookResponse(
                status: .ok,
                headers: [("Content-Type", "application/json"), ("Date", HTTPDate.text(now))],
                body: Array(#"{"received":true}"#.utf8)
            )
            let next = Prepared(second: second, response: response, bytes: response.encoded)
            prepared = next
            return part(next)
        }
    }
}
