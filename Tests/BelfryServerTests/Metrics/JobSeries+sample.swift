import BelfryCore
import BelfryStore

extension JobSeries {
    /// A job with something in every family.
    static func sample(id: String = "job-1", name: String = "Daily Sales Report") -> JobSeries {
        JobSeries(
            jobID: id,
            name: name,
            state: "active",
            schedule: "0 2 * * *",
            timezone: "Europe/Berlin",
            executionsByStatus: [7, 2, 0, 1, 0],
            runsByOutcome: [6, 1, 1, 0],
            buckets: [3, 4, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0],
            durationSumMS: 33_250,
            lastExecutionAt: Instant(microseconds: 1_706_191_200_500_000),
            lastExecutionID: "exe_10",
            lastSuccessAt: nil,
            nextExpectedAt: Instant(seconds: 1_706_277_600),
            lastDurationMS: 1_245,
            consecutiveFailures: 2,
            consecutiveFailedRuns: 0
        )
    }
}
