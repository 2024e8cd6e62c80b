internal import BelfryCore
internal import Synchronization

/// Collects the failures of rules until they are reported, at most one for each rule and `pause`.
public final class RuleFailures: Sendable {
    /// How long a rule that was reported is not reported again.
    private static let pause = Duration.seconds(600)

    private struct State {
        var errors: [String: String] = [:]
        var reportedAt: [String: ContinuousClock.Instant] = [:]
    }

    private let metrics: BelfryMetrics
    private let state = Mutex(State())

    /// Nothing has failed.
    public init(metrics: BelfryMetrics) {
        self.metrics = metrics
    }

    /// Takes in that a rule had no value, and counts it.
    func note(_ alertname: String, _ error: @autoclosure () -> String) {
        metrics.ruleEvaluationFailures.with(alertname).increment()
        state.withLock { state in
            guard state.errors[alertname] == nil else { return }
            state.errors[alertname] = error()
        }
    }

    /// Takes in the failures of a decision.
    func note(_ failures: [RuleFailure]) {
        for failure in failures {
            let subject = failure.execution.map { "execution \($0.executionID)" } ?? "job \(failure.jobID)"
            note(failure.alertname, "\(failure.error) (\(subject))")
        }
    }

    /// Hands out an error for each rule that is to be reported now.
    func take(at now: ContinuousClock.Instant) -> [String: String] {
        state.withLock { state in
            guard !state.errors.isEmpty else { return [:] }
            let due = state.errors.filter { name, _ in state.reportedAt[name].map { $0 + Self.pause <= now } ?? true }
            for name in due.keys { state.reportedAt[name] = now }
            state.errors = [:]
            return due
        }
    }
}
