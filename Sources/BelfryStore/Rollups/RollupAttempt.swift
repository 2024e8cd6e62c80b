internal import BelfryCore
internal import Libpq

/// What the rollups take from an execution that was stored, or taken away again.
struct RollupAttempt: Sendable {
    var jobID: String
    var jobName: String
    var executedAt: Instant
    /// As stored: one of the four, or another.
    var status: String
    /// Nil for a log row.
    var retryAttempt: Int32?
    /// Nil for a log row that has none.
    var responseTimeMS: Int64?
    var promisesRetry: Bool
    /// 1, or -1 where it is an imported log row that its webhook has replaced.
    var times: Int64 = 1

    /// Whether its run ends with it; a log row belongs to none.
    var closesRun: Bool { retryAttempt != nil && (isSuccess || !promisesRetry) }

    var isSuccess: Bool { status == ExecutionStatus.success.text }
}

extension RollupAttempt {
    init(_ row: Row) throws {
        (
            jobID, jobName, executedAt, status, retryAttempt, responseTimeMS, promisesRetry, times
        ) = try row.decode(
            String.self,
            String.self,
            Instant.self,
            String.self,
            Int32?.self,
            Int64?.self,
            Bool.self,
            Int64.self
        )
    }
}
