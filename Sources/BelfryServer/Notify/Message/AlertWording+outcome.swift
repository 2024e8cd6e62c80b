internal import BelfryCore

extension AlertWording {
    /// How an attempt failed, in words.
    struct Failure {
        /// `failed`, `timed out`.
        var verb: String
        /// `HTTP 500`, `network error`.
        var cause: String?
    }

    /// How the attempt behind the alert failed; nil when there is none or it succeeded.
    var failure: Failure? {
        guard let execution = alert.execution, execution.status != ExecutionStatus.success.text else { return nil }
        let code = execution.responseCode.map { "HTTP \($0)" }
        return switch execution.status {
        case ExecutionStatus.timeout.text: Failure(verb: "timed out", cause: code)
        case ExecutionStatus.failure.text: Failure(verb: "failed", cause: code)
        case ExecutionStatus.error.text: Failure(verb: "failed", cause: code ?? "network error")
        default: Failure(verb: "ended with \(execution.status)", cause: code)
        }
    }

    /// How many other jobs share the cause; empty where none does.
    var sharedCause: [MessagePart] {
        guard let others = alert.othersWithSameError, others > 0 else { return [] }
        let most = AlertBackground.maximumOthers
        let jobs = others < most ? DurationText.count(others, "other job") : "\(most) or more other jobs"
        return [.words("\(jobs) \(others == 1 ? "fails" : "fail") with the same error.")]
    }

    /// What was said by the job's endpoint.
    var excerpts: [MessageExcerpt] {
        guard failure != nil else { return [] }
        return [("Error", alert.execution?.errorMessage), ("Response", alert.execution?.responseBody)].compactMap {
            title,
            text in
            guard let text, !text.isEmpty else { return nil }
            return MessageExcerpt(title: title, text: text)
        }
    }

    /// `lasted 2 h 5 min, 3 runs failed`.
    var duration: String {
        let length = alert.endsAt.map { "lasted \(DurationText.words($0 - alert.startsAt))" } ?? "ended"
        guard let failed = alert.failedRuns, failed > 0 else { return length }
        return "\(length), \(DurationText.count(failed, "run")) failed"
    }

    /// The reasons that mean that all is well again.
    private static let recoveries = [ResolveReason.success, .arrived, .ended].map(\.rawValue)

    /// How it ended.
    var recovery: String {
        guard let reason = alert.resolveReason, !Self.recoveries.contains(reason) else {
            return "Recovered, \(duration)."
        }
        return "Closed (\(UntrustedText.fitted(UntrustedText.singleLine(reason), to: 60))), \(duration)."
    }
}
