public import CEL

/// A job and its last hours: what `on: window` is evaluated on.
public final class WindowSubject: RuleSubject {
    private let jobID: String
    private let history: JobHistory
    private let window: WindowFacts

    /// A subject of these values.
    init(jobID: String, history: JobHistory, window: WindowFacts) {
        self.jobID = jobID
        self.history = history
        self.window = window
    }

    /// The failed attempts among all, 0–1.
    public var measured: Double? { window.failureRatio }

    /// The value of a variable.
    public func value(of variable: RuleVariable) -> Value {
        switch variable {
        case .cronJobID: .string(jobID)
        case .cronJobName: .string(history.name)
        case .executions: .int(window.executions)
        case .failures: .int(window.failures)
        case .failureRatio: .double(window.failureRatio)
        case .timeouts: .int(window.timeouts)
        case .retries: .int(window.retries)
        case .runs: .int(window.runs)
        case .failedRuns: .int(window.failedRuns)
        case .runFailureRatio: .double(window.runFailureRatio)
        case .p50: .int(window.p50MS)
        case .p95: .int(window.p95MS)
        case .p99: .int(window.p99MS)
        case .max: .int(window.maxMS)
        default: history.value(of: variable)
        }
    }
}
