import BelfryCore
import BelfryServer
import Synchronization

/// Keeps what it is told.
final class RecordingObserver: WebhookObserver {
    private let kept = Mutex<[WebhookObservation]>([])

    var observations: [WebhookObservation] { kept.withLock { $0 } }
    var results: [WebhookResult] { observations.map(\.result) }

    func observe(_ observation: WebhookObservation) {
        kept.withLock { $0.append(observation) }
    }
}
