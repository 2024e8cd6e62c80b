public import CEL

/// A job and a run of it that was expected: what `on: missed` is evaluated on.
public final class AbsenceSubject: RuleSubject {
    private let jobID: String
    private let history: JobHistory
    private let expectedAt: Instant
    private let missedRuns: Int64

    /// A subject of these values; `missedRuns` counts those in a row, the one at hand included.
    init(jobID: String, history: JobHistory, expectedAt: Instant, missedRuns: Int64) {
        self.jobID = jobID
        self.history = history
        self.expectedAt = expectedAt
        self.missedRuns = missedRuns
    }

    /// Missed runs in a row.
    public var measured: Double? { Double(missedRuns) }

    /// The value of a variable.
    public func value(of variable: RuleVariable) -> Value {
        switch variable {
        case .cronJobID: .string(jobID)
        case .cronJobName: .string(history.name)
        case .expectedAt: .instant(expectedAt)
        case .missedRuns: .int(missedRuns)
        default: history.value(of: variable)
        }
    }
}
