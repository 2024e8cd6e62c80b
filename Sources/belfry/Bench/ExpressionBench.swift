import BelfryCore

/// Times single expressions over one success and one failure.
struct ExpressionBench {
    /// Expressions as rule files have them, from the cheapest to the dearest kind.
    static let expressions = [
        #"status != "success" && next_retry_at == null"#,
        "response_time_ms > 5000",
        "response_code != null && response_code >= 500",
        #"status in ["error", "timeout"]"#,
        #"status != "success" && cron_job_name.contains("critical")"#,
        "job.executions > 50 && job.p95_ms != null && response_time_ms > 3 * job.p95_ms",
        #"cron_job_name.matches("^(billing|payments)-")"#,
        #"error_message != null && error_message.matches("(?i)refused|reset|deadlock")"#,
        #"response_body != null && response_body.contains("\"rows\": 0")"#,
        #"response_body != null && has(json(response_body).rows)"#,
    ]

    /// Evaluations between two looks at the clock.
    private static let chunk = 1_000

    private let success: AttemptSubject
    private let failure: AttemptSubject

    /// A bench over these two executions, of a job with a past.
    init(success: ReceivedExecution, failure: ReceivedExecution) {
        self.success = Self.subject(success)
        self.failure = Self.subject(failure)
    }

    /// Nanoseconds of one evaluation over the success and over the failure: medians over the time given to each.
    func nanoseconds(_ rule: Rule, for time: Duration) -> (success: Double, failure: Double) {
        (Self.nanoseconds(rule, success, for: time), Self.nanoseconds(rule, failure, for: time))
    }

    private static func nanoseconds(_ rule: Rule, _ subject: AttemptSubject, for time: Duration) -> Double {
        let end = ContinuousClock.now + time
        var times: [Double] = []
        var hits = 0
        var start = ContinuousClock.now
        while start < end {
            for _ in 0..<chunk where (try? rule.holds(for: subject)) == true { hits += 1 }
            let now = ContinuousClock.now
            times.append((now - start) / .nanoseconds(1) / Double(chunk))
            start = now
        }
        // The result has to be used, or there is nothing left to time.
        precondition(hits == 0 || hits == times.count * chunk, "an expression has two values for one attempt")
        return times.sorted()[times.count / 2]
    }

    private static func subject(_ received: ReceivedExecution) -> AttemptSubject {
        var history = JobHistory.unknown
        history.executions = 1_000
        history.p50MS = 400
        history.p95MS = 900
        return AttemptSubject(
            received: received,
            run: RunFacts(
                runID: received.execution.executionID,
                startedAt: received.execution.executedAt,
                attemptsSeen: 1,
                outcome: RunOutcome(closing: received.execution)
            ),
            history: history
        )
    }
}
