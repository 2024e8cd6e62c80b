internal import BelfryCore
internal import BelfryStore

/// What `GET /api/v1/jobs/{id}` answers: a job and its recent past.
public struct JobDetailDocument: Codable, Sendable {
    /// An attempt.
    public struct Attempt: Codable, Sendable {
        /// When it was executed, in ISO 8601.
        public var executedAt: String
        /// `execution_id`.
        public var executionID: String
        /// 0 for the first attempt of a run; nil where only a log told of it.
        public var retryAttempt: Int32?
        /// Its status, as sent.
        public var status: String
        /// The HTTP status of the job's endpoint.
        public var responseCode: Int32?
        /// Its latency.
        public var responseTimeMS: Int64?
        /// What went wrong.
        public var errorMessage: String?
        /// Whether it is a test.
        public var test: Bool

        private enum CodingKeys: String, CodingKey {
            case executedAt = "executed_at"
            case executionID = "execution_id"
            case retryAttempt = "retry_attempt"
            case status
            case responseCode = "response_code"
            case responseTimeMS = "response_time_ms"
            case errorMessage = "error_message"
            case test
        }
    }

    /// A run: attempts that belong together.
    public struct Run: Codable, Sendable {
        /// Its id.
        public var runID: String
        /// Its first attempt that is known, in ISO 8601.
        public var startedAt: String
        /// `success`, `recovered` or `failed`; nil while it is open, or where its end was never seen.
        public var outcome: String?
        /// Attempts it took.
        public var attempts: Int32
        /// From the start of the first to the end of the last, waits included; nil while it is open.
        public var durationMS: Int64?
        /// Error of its last attempt.
        public var errorMessage: String?

        private enum CodingKeys: String, CodingKey {
            case runID = "run_id"
            case startedAt = "started_at"
            case outcome, attempts
            case durationMS = "duration_ms"
            case errorMessage = "error_message"
        }
    }

    /// An alert.
    public struct Alert: Codable, Sendable {
        /// Its id.
        public var alertID: Int64
        /// The rule's name.
        public var alertname: String
        /// `critical`, `error`, `warning` or `info`.
        public var severity: String
        /// `pending`, `firing` or `resolved`.
        public var state: String
        /// The first match, in ISO 8601.
        public var activeSince: String
        /// When it ended, in ISO 8601.
        public var resolvedAt: String?
        /// Why it ended.
        public var resolveReason: String?

        private enum CodingKeys: String, CodingKey {
            case alertID = "alert_id"
            case alertname, severity, state
            case activeSince = "active_since"
            case resolvedAt = "resolved_at"
            case resolveReason = "resolve_reason"
        }
    }

    /// The job.
    public var job: JobDocument
    /// Its latest attempts, newest first.
    public var attempts: [Attempt]
    /// Its latest runs, newest first.
    public var runs: [Run]
    /// Its latest alerts, newest first.
    public var alerts: [Alert]

    init(_ job: JobOverview, attempts: [JobAttempt], isWhole: Bool, runs limit: Int, alerts: [JobAlert]) {
        self.job = JobDocument(job)
        self.attempts = attempts.map(Attempt.init)
        runs = Array(Self.runs(attempts, isWhole: isWhole).prefix(limit))
        self.alerts = alerts.map(Alert.init)
    }

    /// The runs of attempts, newest first; of attempts that are not all there are, without the run that may be cut.
    private static func runs(_ attempts: [JobAttempt], isWhole: Bool) -> [Run] {
        var order: [String] = []
        var members: [String: [JobAttempt]] = [:]
        for attempt in attempts {
            guard let runID = attempt.runID else { continue }
            if members[runID] == nil { order.append(runID) }
            members[runID, default: []].append(attempt)
        }
        if !isWhole, order.count > 1 { order.removeLast() }
        return order.compactMap { members[$0].flatMap(Run.init) }
    }
}

extension JobDetailDocument.Attempt {
    fileprivate init(_ attempt: JobAttempt) {
        executedAt = attempt.executedAt.iso8601
        executionID = attempt.executionID
        retryAttempt = attempt.retryAttempt
        status = attempt.status
        responseCode = attempt.responseCode
        responseTimeMS = attempt.responseTimeMS
        errorMessage = attempt.errorMessage
        test = attempt.isTest
    }
}

extension JobDetailDocument.Run {
    /// The run of its attempts, newest first; nil for none.
    fileprivate init?(_ attempts: [JobAttempt]) {
        guard let last = attempts.first, let first = attempts.last, let runID = last.runID else { return nil }
        self.runID = runID
        startedAt = first.executedAt.iso8601
        self.attempts = (attempts.compactMap(\.retryAttempt).max() ?? 0) + 1
        let isSuccess = last.status == ExecutionStatus.success.text
        let isClosed = isSuccess || last.nextRetryAt == nil
        outcome = isClosed ? (isSuccess ? (self.attempts == 1 ? "success" : "recovered") : "failed") : nil
        let length = (last.executedAt - first.executedAt).microseconds / 1_000
        durationMS = isClosed ? length + (last.responseTimeMS ?? 0) : nil
        errorMessage = last.errorMessage
    }
}

extension JobDetailDocument.Alert {
    fileprivate init(_ alert: JobAlert) {
        alertID = alert.alertID
        alertname = alert.alertname
        severity = alert.severity
        state = alert.state
        activeSince = alert.activeSince.iso8601
        resolvedAt = alert.resolvedAt?.iso8601
        resolveReason = alert.resolveReason
    }
}
