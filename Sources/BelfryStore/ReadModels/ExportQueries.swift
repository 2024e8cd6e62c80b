internal import BelfryCore
internal import Libpq

/// The statements of the export.
enum ExportQueries {
    /// The last execution of a page.
    struct Position {
        var jobID = ""
        var executedAt = Instant(microseconds: 0)
        var executionID = ""
        var retryAttempt: Int32 = -1

        /// Before the first execution.
        init() {}

        /// That of a row of a page.
        init(_ row: Row) throws {
            (jobID, executedAt, executionID, retryAttempt) = try row.decode(
                String.self,
                Instant.self,
                String.self,
                Int32.self
            )
        }
    }

    /// The partitions that may hold what is asked for, by day.
    static func tables(_ selection: ExecutionExport.Selection) -> Query {
        Query(
            "export.tables",
            """
            SELECT t.relname::text
            FROM pg_inherits AS i
            JOIN pg_class AS t ON t.oid = i.inhrelid
            WHERE i.inhparent = 'belfry.executions'::regclass AND (
                t.relname !~ '^executions_[0-9]{8}$' OR (
                    right(t.relname, 8) >= coalesce(to_char(\(selection.from) AT TIME ZONE 'UTC', 'YYYYMMDD'), '')
                    AND right(t.relname, 8) <= coalesce(to_char(\(selection.to) AT TIME ZONE 'UTC', 'YYYYMMDD'), '9')
                )
            )
            ORDER BY 1
            """
        )
    }

    /// The next executions of a partition by job and time.
    static func page(
        of table: String,
        _ selection: ExecutionExport.Selection,
        after position: Position,
        _ format: ExecutionExport.Format,
        size: Int64
    ) -> Query {
        let line: SQL =
            switch format {
            case .ndjson:
                """
                json_build_object(
                    'cron_job_id', e.job_id, 'cron_job_name', e.job_name, 'execution_id', e.execution_id,
                    'status', e.status, 'executed_at', \(time("e.executed_at")), 'response_code', e.response_code,
                    'response_time_ms', e.response_time_ms, 'response_body', e.response_body,
                    'error_message', e.error_message, 'retry_attempt', e.retry_attempt,
                    'next_retry_at', \(time("e.next_retry_at")), 'belfry_test', e.test,
                    'received_at', \(time("e.received_at")), 'run_id', e.run_id, 'source', e.source
                )::text
                """
            case .csv:
                """
                ARRAY[
                    e.job_id, e.job_name, e.execution_id, e.status, \(time("e.executed_at")), e.response_code::text,
                    e.response_time_ms::text, e.response_body, e.error_message, e.retry_attempt::text,
                    \(time("e.next_retry_at")), e.test::text, \(time("e.received_at")), e.run_id, e.source
                ]
                """
            }
        return Query(
            "export.page",
            """
            SELECT e.job_id, e.executed_at, e.execution_id, coalesce(e.retry_attempt, -1), \(line)
            FROM belfry.\(identifier: table) AS e
            WHERE (e.job_id, e.executed_at, e.execution_id, coalesce(e.retry_attempt, -1))
                    > (\(position.jobID), \(position.executedAt), \(position.executionID), \(position.retryAttempt))
                AND e.executed_at >= coalesce(\(selection.from), '-infinity')
                AND e.executed_at < coalesce(\(selection.to), 'infinity')
                AND e.job_id = coalesce(\(selection.jobID), e.job_id)
            ORDER BY e.job_id, e.executed_at, e.execution_id, coalesce(e.retry_attempt, -1)
            LIMIT \(size)
            """,
            prepared: false
        )
    }

    /// The line of a row of a page.
    static func line(_ row: Row, _ format: ExecutionExport.Format, isSpreadsheetSafe: Bool) throws -> String {
        switch format {
        case .ndjson:
            try row.decode(String.self, Instant.self, String.self, Int32.self, String.self).4
        case .csv:
            CSVLine.line(
                try row.decode(String.self, Instant.self, String.self, Int32.self, [String?].self).4,
                isSpreadsheetSafe: isSpreadsheetSafe
            )
        }
    }

    /// A time in ISO 8601 with microseconds, UTC.
    private static func time(_ column: SQL) -> SQL {
        "to_char(\(column) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    }
}
