internal import BelfryCore
internal import Synchronization

/// A door that leads nowhere: it keeps what was to go through it and answers that it was taken.
final class RequestRecorder: OutgoingHTTP {
    private let recorded = Mutex<[OutgoingRequest]>([])

    /// The requests so far, in order.
    var requests: [OutgoingRequest] { recorded.withLock { $0 } }

    func send(_ request: OutgoingRequest) async -> Result<OutgoingResponse, OutgoingFailure> {
        recorded.withLock { $0.append(request) }
        // PagerDuty's acceptance: only there does the next request wait for it.
        return .success(OutgoingResponse(status: 202, body: Array(#"{"status":"success"}"#.utf8), latency: .zero))
    }
}
