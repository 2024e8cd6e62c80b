internal import BelfryCore
internal import Libpq

/// The statements of the import.
enum ImportQueries {
    /// An execution to insert.
    struct Row {
        var execution: Execution
        var responseTimeMS: Int64?
        var runID: String?

        init(_ imported: ImportedExecution, runID: String? = nil) {
            execution = imported.execution
            responseTimeMS = imported.isTimed ? imported.execution.responseTimeMS : nil
            self.runID = runID
        }

        var fingerprint: String? {
            guard !execution.status.isSuccess else { return nil }
            return ErrorFingerprint.of(
                status: execution.status,
                responseCode: execution.responseCode,
                message: execution.errorMessage
            )
        }
    }

    /// Inserts attempts whose keys are claimed.
    static func insert(_ rows: [Row], header: WriterLock.Header) -> Query {
        Query(
            "import.insert",
            """
            INSERT INTO belfry.executions (
                job_id, executed_at, execution_id, retry_attempt, received_at, job_name, status, response_code,
                response_time_ms, response_body, error_message, error_fingerprint, next_retry_at, run_id, test, source,
                batch_id
            )
            SELECT i.job_id, i.executed_at, i.execution_id, i.retry_attempt, \(header.now), i.job_name, i.status,
                i.response_code, i.response_time_ms, i.response_body, i.error_message, i.error_fingerprint,
                i.next_retry_at, i.run_id, i.test, 'import', \(header.batchID)
            FROM \(columns(rows))
            """
        )
    }

    /// Claims log rows whose executions are not stored; the identities that come back are those of the new ones.
    static func claimLogRows(_ executions: [ImportedExecution]) -> Query {
        Query(
            "import.claim_log_rows",
            """
            INSERT INTO belfry.imported_log_rows (job_id, execution_id, executed_at)
            SELECT i.job_id, i.execution_id, i.executed_at
            FROM unnest(
                \(executions.map(\.execution.jobID)), \(executions.map(\.execution.executionID)),
                \(executions.map(\.execution.executedAt))
            ) AS i (job_id, execution_id, executed_at)
            WHERE NOT EXISTS (
                SELECT FROM belfry.execution_keys AS k
                WHERE k.job_id = i.job_id AND k.execution_id = i.execution_id
            )
            ON CONFLICT DO NOTHING
            RETURNING job_id, execution_id
            """
        )
    }

    /// Inserts log rows that are claimed.
    static func insertLogRows(_ executions: [ImportedExecution], header: WriterLock.Header) -> Query {
        Query(
            "import.insert_log_rows",
            """
            INSERT INTO belfry.executions (
                job_id, executed_at, execution_id, received_at, job_name, status, response_code, response_time_ms,
                response_body, error_message, error_fingerprint, test, source, batch_id
            )
            SELECT i.job_id, i.executed_at, i.execution_id, \(header.now), i.job_name, i.status, i.response_code,
                i.response_time_ms, i.response_body, i.error_message, i.error_fingerprint, i.test, 'a1cron_logs',
                \(header.batchID)
            FROM \(columns(executions.map { Row($0) }))
            """
        )
    }

    /// Lets writers know that there are log rows.
    static let haveLogRows = Query("import.have_log_rows", "UPDATE belfry.control SET has_log_rows = true")

    /// Makes the import a batch like any other, for whoever reads on from batch to batch.
    static func recordBatch(_ header: WriterLock.Header, executions: Int64) -> Query {
        Query(
            "import.record_batch",
            """
            INSERT INTO belfry.ingest_batches (batch_id, decided_at, executions)
            VALUES (\(header.batchID), \(header.now), \(Int32(truncatingIfNeeded: executions)))
            """
        )
    }

    private static func columns(_ rows: [Row]) -> SQL {
        let executions = rows.map(\.execution)
        return """
            unnest(
                \(executions.map(\.jobID)), \(executions.map(\.executedAt)), \(executions.map(\.executionID)),
                \(executions.map(\.retryAttempt)), \(executions.map(\.jobName)), \(executions.map(\.status.text)),
                \(executions.map(\.responseCode)), \(rows.map(\.responseTimeMS)), \(executions.map(\.responseBody)),
                \(executions.map(\.errorMessage)), \(rows.map(\.fingerprint)), \(executions.map(\.nextRetryAt)),
                \(rows.map(\.runID)), \(executions.map(\.isTest))
            ) AS i (
                job_id, executed_at, execution_id, retry_attempt, job_name, status, response_code, response_time_ms,
                response_body, error_message, error_fingerprint, next_retry_at, run_id, test
            )
            """
    }
}
