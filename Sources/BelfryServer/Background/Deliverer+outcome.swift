internal import BelfryCore
internal import BelfryStore
internal import Logging

extension Deliverer {
    /// Between two attempts on a channel that is marked broken.
    private static let brokenPause = TimeSpan.minutes(15)

    /// Records the outcome; where the database does not answer the lease runs out, and the attempt becomes `unknown`.
    func record(
        _ claim: DeliveryClaim,
        _ report: DeliveryReport,
        pace: DeliveryPace?,
        goesAgainMinimal: Bool
    ) async {
        let record = DeliveryRecord(
            outcome: report.outcome,
            responseCode: report.responseCode,
            responseExcerpt: report.excerpt,
            error: report.error,
            latency: report.latency,
            pause: pause(after: report.outcome, attempt: claim.attempt),
            goesAgainMinimal: goesAgainMinimal,
            pace: pace,
            requests: report.requests
        )
        let metadata: Logger.Metadata = [
            "notification.id": "\(claim.notificationID)", "channel": "\(claim.channel)", "attempt": "\(claim.attempt)",
        ]
        if case .delivered = report.outcome {
        } else {
            logger.warning(
                "notification not delivered",
                metadata: metadata.merging(
                    ["outcome": "\(report.outcome)", "error": "\(report.error ?? "")"],
                    uniquingKeysWith: { $1 }
                )
            )
        }
        do {
            try await store.complete(claim, record)
            if changesChannel(claim, report.outcome) { channelChanges.signal() }
        } catch {
            logger.warning(
                "outcome not recorded",
                metadata: metadata.merging(["error": "\(error)"], uniquingKeysWith: { $1 })
            )
        }
    }

    /// Whether a channel has just broken, or is back.
    private func changesChannel(_ claim: DeliveryClaim, _ outcome: DeliveryOutcome) -> Bool {
        switch outcome {
        case .channelBroken: !claim.isChannelBroken
        case .delivered, .rejected: claim.isChannelBroken
        case .retry, .unknown: false
        }
    }

    private func pause(after outcome: DeliveryOutcome, attempt: Int) -> TimeSpan {
        var generator = SystemRandomNumberGenerator()
        return switch outcome {
        case .delivered, .rejected: .zero
        case .retry(_, let after): backoff.wait(afterAttempt: attempt, retryAfter: after, using: &generator)
        case .unknown: backoff.wait(afterAttempt: attempt, retryAfter: nil, using: &generator)
        case .channelBroken: Self.brokenPause
        }
    }

    func count(_ report: DeliveryReport, _ claim: DeliveryClaim, integration: String, receiver: String) {
        switch report.outcome {
        case .delivered:
            metrics.notifications.with(integration, receiver).increment()
        case .rejected(let reason):
            metrics.notifications.with(integration, receiver).increment()
            metrics.notificationsFailed.with(integration, receiver, reason.rawValue).increment()
            metrics.notificationRequestsFailed.increment()
        case .channelBroken(let reason):
            // The message waits; what has failed is the channel, once.
            if !claim.isChannelBroken {
                metrics.notificationsFailed.with(integration, receiver, reason.rawValue).increment()
            }
            metrics.notificationRequestsFailed.increment()
        case .retry, .unknown:
            metrics.notificationRequestsFailed.increment()
        }
    }
}
