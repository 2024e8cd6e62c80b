import BelfryCore
import NIOCore
import NIOHTTP1
import Synchronization

/// The answer that nearly every webhook gets, made once a second for its `Date`.
final class AcceptedResponse: Sendable {
    private struct Prepared {
        let second: Int64
        let response: WebhookResponse
    }

    private let prepared = Mutex<Prepared?>(nil)

    /// `{"received":true}` with the date of an instant.
    func response(at now: Instant) -> WebhookResponse {
        let second = now.microseconds / 1_000_000
        return prepared.withLock { prepared in
            if let prepared, prepared.second == second { return prepared.response }
            let response = WebhookResponse(
                status: .ok,
                headers: [("Content-Type", "application/json"), ("Date", HTTPDate.text(now))],
                body: Array(#"{"received":true}"#.utf8)
            )
            prepared = Prepared(second: second, response: response)
            return response
        }
    }
}
