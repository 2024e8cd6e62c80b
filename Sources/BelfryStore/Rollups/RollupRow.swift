internal import BelfryCore

/// What attempts add to a job's hour or day, or to a minute; the sums of two rows are the row of both.
struct RollupRow: Hashable, Sendable {
    var executions: Int64 = 0
    var failures: Int64 = 0
    var timeouts: Int64 = 0
    var errors: Int64 = 0
    var others: Int64 = 0
    var runs: Int64 = 0
    var recoveredRuns: Int64 = 0
    var failedRuns: Int64 = 0
    var timed: Int64 = 0
    var totalMS: Int64 = 0
    var maxMS: Int64?
    /// The latest name sent that is not the job's id: a log row has no name and is called by its id.
    var jobName: String?
    var latencies = RollupLatencies()

    /// Adds an attempt, or takes it away.
    ///
    /// What is taken away stays the longest if it was: a log row has no latency as a rule, and its webhook the same.
    mutating func add(_ attempt: RollupAttempt) {
        let times = attempt.times
        executions += times
        if !attempt.isSuccess { failures += times }
        switch attempt.status {
        case ExecutionStatus.success.text, ExecutionStatus.failure.text: break
        case ExecutionStatus.timeout.text: timeouts += times
        case ExecutionStatus.error.text: errors += times
        default: others += times
        }
        if attempt.closesRun {
            runs += times
            if !attempt.isSuccess {
                failedRuns += times
            } else if attempt.retryAttempt ?? 0 > 0 {
                recoveredRuns += times
            }
        }
        if let latency = attempt.responseTimeMS {
            timed += times
            totalMS += times * latency
            maxMS = max(maxMS ?? latency, latency)
            latencies.add(times, to: LatencyScale.index(of: latency))
        }
        if attempt.jobName != attempt.jobID { jobName = attempt.jobName }
    }

    /// Adds what is in another row.
    static func += (left: inout RollupRow, right: RollupRow) {
        left.executions += right.executions
        left.failures += right.failures
        left.timeouts += right.timeouts
        left.errors += right.errors
        left.others += right.others
        left.runs += right.runs
        left.recoveredRuns += right.recoveredRuns
        left.failedRuns += right.failedRuns
        left.timed += right.timed
        left.totalMS += right.totalMS
        if let other = right.maxMS { left.maxMS = max(left.maxMS ?? other, other) }
        left.jobName = right.jobName ?? left.jobName
        left.latencies += right.latencies
    }
}
