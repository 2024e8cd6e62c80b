internal import BelfryCore
internal import Libpq

/// Executions as the columns of one `INSERT … SELECT unnest(…), …`.
///
/// `unnest` in the select list goes row by row; in FROM every column would be copied into a store of its own first, a quarter
/// of the time of a wide insert.
enum ExecutionColumns {
    /// The query that fails where an identity is known.
    static let takeName = "keys.take"

    /// Takes identities that are believed to be new, a third cheaper than to claim them; one that is known fails them all.
    static func take(_ executions: [ReceivedExecution]) -> Query {
        Query(
            takeName,
            """
            INSERT INTO belfry.execution_keys (job_id, execution_id, retry_attempt, executed_at, content_digest)
            \(keys(executions))
            """
        )
    }

    /// Claims the identities; the digests that come back are those of the new ones.
    static func claim(_ executions: [ReceivedExecution]) -> Query {
        Query(
            "keys.claim",
            """
            INSERT INTO belfry.execution_keys (job_id, execution_id, retry_attempt, executed_at, content_digest)
            SELECT i.*
            FROM (\(keys(executions))) AS i (job_id, execution_id, retry_attempt, executed_at, content_digest)
            WHERE i.executed_at >= (SELECT coalesce(keys_from, '-infinity') FROM belfry.control)
            ON CONFLICT DO NOTHING
            RETURNING content_digest
            """
        )
    }

    private static func keys(_ executions: [ReceivedExecution]) -> SQL {
        var (jobs, ids, attempts, times, digests) = (
            ArrayColumn<String>(capacity: executions.count * 2), ArrayColumn<String>(capacity: executions.count * 2),
            ArrayColumn<Int32>(capacity: executions.count), ArrayColumn<Instant>(capacity: executions.count),
            ArrayColumn<Int64>(capacity: executions.count)
        )
        // By index: an element of a loop would be a copy, with a reference count for every text in it.
        for index in executions.indices {
            jobs.append(executions[index].execution.jobID)
            ids.append(executions[index].execution.executionID)
            attempts.append(executions[index].execution.retryAttempt)
            times.append(executions[index].execution.executedAt)
            digests.append(executions[index].contentDigest)
        }
        return "SELECT unnest(\(jobs)), unnest(\(ids)), unnest(\(attempts)), unnest(\(times)), unnest(\(digests))"
    }

    /// The stored digests of identities that were not new.
    static func storedDigests(_ executions: [ReceivedExecution]) -> Query {
        Query(
            "keys.digests",
            """
            SELECT k.job_id, k.execution_id, k.retry_attempt, k.content_digest
            FROM belfry.execution_keys AS k
            JOIN unnest(
                \(executions.map(\.execution.jobID)), \(executions.map(\.execution.executionID)),
                \(executions.map(\.execution.retryAttempt))
            ) AS known (job_id, execution_id, retry_attempt)
                ON k.job_id = known.job_id AND k.execution_id = known.execution_id
                    AND k.retry_attempt = known.retry_attempt
            """
        )
    }

    /// Inserts executions once and complete.
    static func insert(
        _ executions: [ReceivedExecution],
        _ placements: [BatchDecision.Placement],
        batchID: Int64,
        ruleSetID: Int64
    ) -> Query {
        var columns = Builder(capacity: executions.count)
        for index in executions.indices { columns.append(executions[index], placements[index]) }
        return Query(
            "executions.insert",
            """
            INSERT INTO belfry.executions (
                job_id, executed_at, execution_id, retry_attempt, received_at, job_name, status, response_code,
                response_time_ms, response_body, error_message, error_fingerprint, next_retry_at, run_id, test, inputs,
                batch_id, rule_set_id
            )
            SELECT
                unnest(\(columns.jobIDs)), unnest(\(columns.executedAt)), unnest(\(columns.executionIDs)),
                unnest(\(columns.retryAttempts)), unnest(\(columns.receivedAt)), unnest(\(columns.jobNames)),
                unnest(\(columns.statuses)), unnest(\(columns.responseCodes)), unnest(\(columns.responseTimes)),
                unnest(\(columns.responseBodies)), unnest(\(columns.errorMessages)), unnest(\(columns.fingerprints)),
                unnest(\(columns.nextRetryAt)), unnest(\(columns.runIDs)), unnest(\(columns.tests)),
                unnest(\(columns.inputs)), \(batchID), \(ruleSetID)
            """
        )
    }

    /// The columns while they are filled.
    private struct Builder {
        var jobIDs: ArrayColumn<String>
        var executedAt: ArrayColumn<Instant>
        var executionIDs: ArrayColumn<String>
        var retryAttempts: ArrayColumn<Int32>
        var receivedAt: ArrayColumn<Instant>
        var jobNames: ArrayColumn<String>
        var statuses: ArrayColumn<String>
        var responseCodes: ArrayColumn<Int32?>
        var responseTimes: ArrayColumn<Int64>
        var responseBodies: ArrayColumn<String?>
        var errorMessages: ArrayColumn<String?>
        var fingerprints: ArrayColumn<String?>
        var nextRetryAt: ArrayColumn<Instant?>
        var runIDs: ArrayColumn<String>
        var tests: ArrayColumn<Bool>
        var inputs: ArrayColumn<[UInt8]?>

        init(capacity: Int) {
            jobIDs = ArrayColumn(capacity: capacity)
            executedAt = ArrayColumn(capacity: capacity)
            executionIDs = ArrayColumn(capacity: capacity)
            retryAttempts = ArrayColumn(capacity: capacity)
            receivedAt = ArrayColumn(capacity: capacity)
            jobNames = ArrayColumn(capacity: capacity)
            statuses = ArrayColumn(capacity: capacity)
            responseCodes = ArrayColumn(capacity: capacity)
            responseTimes = ArrayColumn(capacity: capacity)
            responseBodies = ArrayColumn(capacity: capacity)
            errorMessages = ArrayColumn(capacity: capacity)
            fingerprints = ArrayColumn(capacity: capacity)
            nextRetryAt = ArrayColumn(capacity: capacity)
            runIDs = ArrayColumn(capacity: capacity)
            tests = ArrayColumn(capacity: capacity)
            inputs = ArrayColumn(capacity: capacity)
        }

        mutating func append(_ received: ReceivedExecution, _ placement: BatchDecision.Placement) {
            append(received.execution)
            receivedAt.append(received.receivedAt)
            runIDs.append(placement.runID)
            inputs.append(placement.inputs)
        }

        private mutating func append(_ execution: Execution) {
            jobIDs.append(execution.jobID)
            executedAt.append(execution.executedAt)
            executionIDs.append(execution.executionID)
            retryAttempts.append(execution.retryAttempt)
            jobNames.append(execution.jobName)
            statuses.append(execution.status.text)
            responseCodes.append(execution.responseCode)
            responseTimes.append(execution.responseTimeMS)
            responseBodies.append(execution.responseBody)
            errorMessages.append(execution.errorMessage)
            fingerprints.append(
                execution.status.isSuccess
                    ? nil
                    : ErrorFingerprint.of(
                        status: execution.status,
                        responseCode: execution.responseCode,
                        message: execution.errorMessage
                    )
            )
            nextRetryAt.append(execution.nextRetryAt)
            tests.append(execution.isTest)
        }
    }
}
