internal import BelfryCore
internal import Libpq

/// What the rollups take from an execution.
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
    /// The execution, where an imported log row of it is to be replaced.
    var replacedExecutionID: String?

    /// Whether its run ends with it; a log row belongs to none.
    var closesRun: Bool { retryAttempt != nil && (isSuccess || !promisesRetry) }

    var isSuccess: Bool { status == ExecutionStatus.success.text }
}

extension RollupAttempt {
    init(_ row: Row) throws {
        (
            jobID, jobName, executedAt, status, retryAttempt, responseTimeMS, promisesRetry, replacedExecutionID
        ) = try row.decode(
            String.self,
            String.self,
            Instant.self,
            String.self,
            Int32?.self,
            Int64?.self,
            Bool.self,
            String?.self
        )
    }
}
