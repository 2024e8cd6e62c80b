import BelfryCore
public import Logging
import Synchronization

/// Counts every webhook request, measures it, and logs those that were not acknowledged, within bounds.
public final class WebhookRecorder: WebhookObserver {
    private let metrics: BelfryMetrics
    private let logger: Logger
    private let budget = Mutex(LogBudget<WebhookResult>())
    private let secrets = Mutex<[String: GaugeCell]>([:])

    /// A recorder into these metrics and this log.
    public init(metrics: BelfryMetrics, logger: Logger) {
        self.metrics = metrics
        self.logger = logger
    }

    /// Counts, measures and perhaps logs.
    public func observe(_ observation: WebhookObservation) {
        metrics.count(observation.result)
        metrics.webhookDuration.observe(nanoseconds: observation.durationNanoseconds)
        if let id = observation.secretID {
            secretCell(id).set(observation.receivedAt)
        }
        if let explanation = observation.explanation {
            log(observation, explanation)
        }
    }

    private func secretCell(_ id: String) -> GaugeCell {
        secrets.withLock { cells in
            if let cell = cells[id] { return cell }
            let cell = metrics.secretLastUsed.with(id)
            cells[id] = cell
            return cell
        }
    }

    private func log(_ observation: WebhookObservation, _ explanation: String) {
        let decision = budget.withLock { $0.decide(observation.result, at: observation.receivedAt) }
        guard case .write(let suppressed) = decision else { return }
        var metadata: Logger.Metadata = [
            "webhook.result": "\(observation.result.rawValue)",
            "webhook.path": "\(observation.path)",
            "webhook.explanation": "\(explanation)",
        ]
        if let peer = observation.peer { metadata["webhook.peer"] = "\(peer)" }
        if suppressed > 0 { metadata["log.suppressed"] = "\(suppressed)" }
        logger.warning("webhook refused", metadata: metadata)
    }
}
