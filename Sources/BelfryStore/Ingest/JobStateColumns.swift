internal import BelfryCore
internal import Libpq

/// Job states between rows of `job_states` and the core.
enum JobStateColumns {
    /// The columns `decode` reads.
    private static let columns: StaticString = """
        job_id, name, activity, first_seen_at, position_at, position_attempt, position_execution_id,
        last_execution_at, last_success_at, last_failure_at, last_status, last_error, last_duration_ms,
        consecutive_failures, consecutive_successes, consecutive_failed_runs,
        success_count, failure_count, error_count, timeout_count, other_count,
        success_runs, recovered_runs, failed_runs, incomplete_runs, histogram, sketch, open_runs, memory,
        schedule, timezone, schedule_source, next_expected_at
        """

    /// The states of some jobs.
    static func select(_ jobIDs: ArrayColumn<String>) -> Query {
        Query(
            "jobs.select",
            """
            SELECT \(literal: columns)
            FROM belfry.job_states
            WHERE job_id = ANY(\(jobIDs))
            """
        )
    }

    /// The next states of active jobs after one, by id: every job in turn, without a snapshot of all of them.
    static func selectActive(after jobID: String, limit: Int64) -> Query {
        Query(
            "jobs.select_active",
            """
            SELECT \(literal: columns)
            FROM belfry.job_states
            WHERE job_id > \(jobID) AND activity = 'active'
            ORDER BY job_id
            LIMIT \(limit)
            """
        )
    }

    /// The states by job id; a row Belfry did not write is an error that names the job.
    static func decode(_ rows: Rows) throws -> [String: JobState] {
        var states: [String: JobState] = [:]
        states.reserveCapacity(rows.count)
        for row in rows {
            let v = try row.decode(
                String.self,
                String.self,
                String.self,
                Instant.self,
                Instant.self,
                Int32.self,
                String.self,
                Instant.self,
                Instant?.self,
                Instant?.self,
                String.self,
                String?.self,
                Int64.self,
                Int64.self,
                Int64.self,
                Int64.self,
                Int64.self,
                Int64.self,
                Int64.self,
                Int64.self,
                Int64.self,
                Int64.self,
                Int64.self,
                Int64.self,
                Int64.self,
                [UInt8].self,
                [UInt8].self,
                [UInt8].self,
                [UInt8].self,
                String?.self,
                String?.self,
                String?.self,
                Instant?.self
            )
            guard let activity = JobState.Activity(rawValue: v.2), let histogram = LatencyHistogram(packed: v.25),
                let sketch = LatencySketch(packed: v.26), let fold = RunFold(packed: v.27),
                let memory = JobMemory(packed: v.28)
            else {
                throw StoreCorruption(table: "job_states", key: v.0)
            }
            var executions = StatusCounts()
            (executions.success, executions.failure, executions.error) = (v.16, v.17, v.18)
            (executions.timeout, executions.other) = (v.19, v.20)
            var runs = OutcomeCounts()
            (runs.success, runs.recovered, runs.failed, runs.incomplete) = (v.21, v.22, v.23, v.24)
            states[v.0] = JobState(
                jobID: v.0,
                name: v.1,
                activity: activity,
                firstSeenAt: v.3,
                position: Position(at: v.4, retryAttempt: v.5, executionID: v.6),
                lastExecutionAt: v.7,
                lastSuccessAt: v.8,
                lastFailureAt: v.9,
                lastStatus: v.10,
                lastError: v.11,
                lastDurationMS: v.12,
                consecutiveFailures: v.13,
                consecutiveSuccesses: v.14,
                consecutiveFailedRuns: v.15,
                executions: executions,
                runs: runs,
                histogram: histogram,
                sketch: sketch,
                fold: fold,
                memory: memory,
                expected: expected(schedule: v.29, timezone: v.30, source: v.31, at: v.32)
            )
        }
        return states
    }

    private static func expected(schedule: String?, timezone: String?, source: String?, at: Instant?) -> ExpectedRun? {
        guard let schedule, let source = source.flatMap(ExpectedRun.Source.init(rawValue:)), let at else { return nil }
        return ExpectedRun(schedule: schedule, timezone: timezone, source: source, at: at)
    }

    /// Writes states whole, one row per job.
    static func upsert(_ states: [JobState]) -> Query {
        let count = states.count
        func column<Value: PostgresEncodable>(_ value: (JobState) -> Value) -> ArrayColumn<Value> {
            var column = ArrayColumn<Value>(capacity: count)
            for state in states { column.append(value(state)) }
            return column
        }
        func optional<Value: PostgresEncodable>(_ value: (JobState) -> Value?) -> ArrayColumn<Value> {
            var column = ArrayColumn<Value>(capacity: count)
            for state in states {
                if let value = value(state) { column.append(value) } else { column.appendNull() }
            }
            return column
        }
        return Query(
            "jobs.upsert",
            """
            INSERT INTO belfry.job_states AS j (
                job_id, name, activity, first_seen_at, position_at, position_attempt, position_execution_id,
                last_execution_at, last_success_at, last_failure_at, last_status, last_error, last_duration_ms,
                consecutive_failures, consecutive_successes, consecutive_failed_runs,
                success_count, failure_count, error_count, timeout_count, other_count,
                success_runs, recovered_runs, failed_runs, incomplete_runs,
                p50_ms, p95_ms, histogram, sketch, open_runs, memory,
                schedule, timezone, schedule_source, next_expected_at
            )
            SELECT
                unnest(\(column(\.jobID))), unnest(\(column(\.name))), unnest(\(column(\.activity.rawValue))),
                unnest(\(column(\.firstSeenAt))), unnest(\(column(\.position.at))),
                unnest(\(column(\.position.retryAttempt))), unnest(\(column(\.position.executionID))),
                unnest(\(column(\.lastExecutionAt))), unnest(\(optional(\.lastSuccessAt))),
                unnest(\(optional(\.lastFailureAt))), unnest(\(column(\.lastStatus))), unnest(\(optional(\.lastError))),
                unnest(\(column(\.lastDurationMS))), unnest(\(column(\.consecutiveFailures))),
                unnest(\(column(\.consecutiveSuccesses))), unnest(\(column(\.consecutiveFailedRuns))),
                unnest(\(column(\.executions.success))), unnest(\(column(\.executions.failure))),
                unnest(\(column(\.executions.error))), unnest(\(column(\.executions.timeout))),
                unnest(\(column(\.executions.other))), unnest(\(column(\.runs.success))),
                unnest(\(column(\.runs.recovered))), unnest(\(column(\.runs.failed))),
                unnest(\(column(\.runs.incomplete))), unnest(\(optional { $0.sketch.percentile(0.5) })),
                unnest(\(optional { $0.sketch.percentile(0.95) })), unnest(\(column(\.histogram.packed))),
                unnest(\(column(\.sketch.packed))), unnest(\(column(\.fold.packed))),
                unnest(\(column(\.memory.packed))), unnest(\(optional(\.expected?.schedule))),
                unnest(\(optional(\.expected?.timezone))), unnest(\(optional(\.expected?.source.rawValue))),
                unnest(\(optional(\.expected?.at)))
            ON CONFLICT (job_id) DO UPDATE SET
                name = excluded.name,
                activity = excluded.activity,
                position_at = excluded.position_at,
                position_attempt = excluded.position_attempt,
                position_execution_id = excluded.position_execution_id,
                last_execution_at = excluded.last_execution_at,
                last_success_at = excluded.last_success_at,
                last_failure_at = excluded.last_failure_at,
                last_status = excluded.last_status,
                last_error = excluded.last_error,
                last_duration_ms = excluded.last_duration_ms,
                consecutive_failures = excluded.consecutive_failures,
                consecutive_successes = excluded.consecutive_successes,
                consecutive_failed_runs = excluded.consecutive_failed_runs,
                success_count = excluded.success_count,
                failure_count = excluded.failure_count,
                error_count = excluded.error_count,
                timeout_count = excluded.timeout_count,
                other_count = excluded.other_count,
                success_runs = excluded.success_runs,
                recovered_runs = excluded.recovered_runs,
                failed_runs = excluded.failed_runs,
                incomplete_runs = excluded.incomplete_runs,
                p50_ms = excluded.p50_ms,
                p95_ms = excluded.p95_ms,
                histogram = excluded.histogram,
                sketch = excluded.sketch,
                open_runs = excluded.open_runs,
                memory = excluded.memory,
                schedule = excluded.schedule,
                timezone = excluded.timezone,
                schedule_source = excluded.schedule_source,
                next_expected_at = excluded.next_expected_at
            """
        )
    }
}
