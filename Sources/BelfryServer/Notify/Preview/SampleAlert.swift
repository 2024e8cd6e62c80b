internal import BelfryCore

/// Alerts about jobs that do not exist, for looking at messages.
enum SampleAlert {
    private static let names = ["Daily Sales Report", "Data Sync", "Invoice Export"]

    /// So many of them, at `now`: a job that failed twelve minutes ago in its second attempt.
    static func facts(count: Int, at now: Instant) -> [AlertFacts] {
        (0..<count).map { facts(number: Int64($0), at: now) }
    }

    private static func facts(number: Int64, at now: Instant) -> AlertFacts {
        let name = names[Int(number) % names.count] + (number < names.count ? "" : " \(number + 1)")
        let jobID = "cron_sample_\(number + 1)"
        let began = now - .minutes(12)
        return AlertFacts(
            alertID: number + 1,
            fingerprint: AlertIdentity.text(UInt64(number + 1)),
            alertname: "JobFailed",
            severity: .error,
            state: .firing,
            labels: ["alertname": "JobFailed", "cron_job_id": jobID, "cron_job_name": name, "severity": "error"],
            annotations: ["summary": RenderedText([.text(name), .markup(" failed")])],
            startsAt: began,
            job: JobFacts(
                jobID: jobID,
                name: name,
                lastSuccessAt: began - .days(1),
                firstSeenAt: began - .days(90),
                consecutiveFailures: 2,
                consecutiveFailedRuns: 1,
                p50MS: 850,
                p95MS: 1_200
            ),
            execution: ExecutionFacts(
                executionID: "exe_sample_\(number + 1)",
                status: ExecutionStatus.failure.text,
                executedAt: now - .minutes(2),
                responseCode: 500,
                responseTimeMS: 5_200,
                errorMessage: "Endpoint returned status code 500",
                responseBody: #"{"error":"connection to database lost"}"#,
                retryAttempt: 1,
                nextRetryAt: now + .minutes(3)
            ),
            failedRuns: 1,
            lastRuns: RunStrip(
                latenciesMS: [820, 860, 790, nil, 840, 1_150, 870, 830, 910, 850, 1_400, nil],
                usualMS: 850
            ),
            othersWithSameError: 7
        )
    }
}
