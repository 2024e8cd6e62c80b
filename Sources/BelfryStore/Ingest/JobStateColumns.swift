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

    /// Writes states whole, one row per job, whether there is one or not.
    static func upsert(_ states: [JobState]) -> Query {
        let columns = Builder(states)
        return Query(
            "jobs.upsert",
            """
            INSERT INTO belfry.job_states AS j (\(literal: written))
            \(columns.rows)
            ON CONFLICT (job_id) DO UPDATE SET
                \(literal: assignments)
            """
        )
    }

    /// Writes states of jobs that have a row: without the search and the lock of its own that a conflict costs.
    static func update(_ states: [JobState]) -> Query {
        let columns = Builder(states)
        return Query(
            "jobs.update",
            """
            UPDATE belfry.job_states AS j SET
                \(literal: assignments)
            FROM (
                \(columns.rows)
            ) AS excluded (\(literal: written))
            WHERE j.job_id = excluded.job_id
            """
        )
    }

    /// The columns of the rows that `Builder` makes.
    private static let written: StaticString = """
        job_id, name, activity, first_seen_at, position_at, position_attempt, position_execution_id,
        last_execution_at, last_success_at, last_failure_at, last_status, last_error, last_duration_ms,
        consecutive_failures, consecutive_successes, consecutive_failed_runs,
        success_count, failure_count, error_count, timeout_count, other_count,
        success_runs, recovered_runs, failed_runs, incomplete_runs,
        p50_ms, p95_ms, histogram, sketch, open_runs, memory,
        schedule, timezone, schedule_source, next_expected_at
        """

    /// What is written anew with every batch: everything but the key and the first sight.
    private static let assignments: StaticString = """
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

    /// The columns while they are filled.
    private struct Builder {
        var jobIDs: ArrayColumn<String>
        var names: ArrayColumn<String>
        var activities: ArrayColumn<String>
        var firstSeenAt: ArrayColumn<Instant>
        var positionsAt: ArrayColumn<Instant>
        var positionAttempts: ArrayColumn<Int32>
        var positionExecutionIDs: ArrayColumn<String>
        var lastExecutionAt: ArrayColumn<Instant>
        var lastSuccessAt: ArrayColumn<Instant?>
        var lastFailureAt: ArrayColumn<Instant?>
        var lastStatuses: ArrayColumn<String>
        var lastErrors: ArrayColumn<String?>
        var lastDurations: ArrayColumn<Int64>
        var consecutiveFailures: ArrayColumn<Int64>
        var consecutiveSuccesses: ArrayColumn<Int64>
        var consecutiveFailedRuns: ArrayColumn<Int64>
        var successes: ArrayColumn<Int64>
        var failures: ArrayColumn<Int64>
        var errors: ArrayColumn<Int64>
        var timeouts: ArrayColumn<Int64>
        var others: ArrayColumn<Int64>
        var successRuns: ArrayColumn<Int64>
        var recoveredRuns: ArrayColumn<Int64>
        var failedRuns: ArrayColumn<Int64>
        var incompleteRuns: ArrayColumn<Int64>
        var p50: ArrayColumn<Int64?>
        var p95: ArrayColumn<Int64?>
        var histograms: ArrayColumn<[UInt8]>
        var sketches: ArrayColumn<[UInt8]>
        var openRuns: ArrayColumn<[UInt8]>
        var memories: ArrayColumn<[UInt8]>
        var schedules: ArrayColumn<String?>
        var timezones: ArrayColumn<String?>
        var scheduleSources: ArrayColumn<String?>
        var nextExpectedAt: ArrayColumn<Instant?>

        init(_ states: [JobState]) {
            let count = states.count
            jobIDs = ArrayColumn(capacity: count * 2)
            names = ArrayColumn(capacity: count * 2)
            activities = ArrayColumn(capacity: count)
            firstSeenAt = ArrayColumn(capacity: count)
            positionsAt = ArrayColumn(capacity: count)
            positionAttempts = ArrayColumn(capacity: count)
            positionExecutionIDs = ArrayColumn(capacity: count * 2)
            lastExecutionAt = ArrayColumn(capacity: count)
            lastSuccessAt = ArrayColumn(capacity: count)
            lastFailureAt = ArrayColumn(capacity: count)
            lastStatuses = ArrayColumn(capacity: count)
            lastErrors = ArrayColumn(capacity: count)
            lastDurations = ArrayColumn(capacity: count)
            consecutiveFailures = ArrayColumn(capacity: count)
            consecutiveSuccesses = ArrayColumn(capacity: count)
            consecutiveFailedRuns = ArrayColumn(capacity: count)
            successes = ArrayColumn(capacity: count)
            failures = ArrayColumn(capacity: count)
            errors = ArrayColumn(capacity: count)
            timeouts = ArrayColumn(capacity: count)
            others = ArrayColumn(capacity: count)
            successRuns = ArrayColumn(capacity: count)
            recoveredRuns = ArrayColumn(capacity: count)
            failedRuns = ArrayColumn(capacity: count)
            incompleteRuns = ArrayColumn(capacity: count)
            p50 = ArrayColumn(capacity: count)
            p95 = ArrayColumn(capacity: count)
            histograms = ArrayColumn(capacity: count)
            sketches = ArrayColumn(capacity: count)
            openRuns = ArrayColumn(capacity: count)
            memories = ArrayColumn(capacity: count)
            schedules = ArrayColumn(capacity: count)
            timezones = ArrayColumn(capacity: count)
            scheduleSources = ArrayColumn(capacity: count)
            nextExpectedAt = ArrayColumn(capacity: count)
            // By index: an element of a loop would be a copy, with a reference count for every text and list in it.
            for index in states.indices { append(states[index]) }
        }

        private mutating func append(_ state: JobState) {
            jobIDs.append(state.jobID)
            names.append(state.name)
            activities.append(state.activity.rawValue)
            firstSeenAt.append(state.firstSeenAt)
            positionsAt.append(state.position.at)
            positionAttempts.append(state.position.retryAttempt)
            positionExecutionIDs.append(state.position.executionID)
            lastExecutionAt.append(state.lastExecutionAt)
            lastSuccessAt.append(state.lastSuccessAt)
            lastFailureAt.append(state.lastFailureAt)
            lastStatuses.append(state.lastStatus)
            lastErrors.append(state.lastError)
            lastDurations.append(state.lastDurationMS)
            consecutiveFailures.append(state.consecutiveFailures)
            consecutiveSuccesses.append(state.consecutiveSuccesses)
            consecutiveFailedRuns.append(state.consecutiveFailedRuns)
            successes.append(state.executions.success)
            failures.append(state.executions.failure)
            errors.append(state.executions.error)
            timeouts.append(state.executions.timeout)
            others.append(state.executions.other)
            successRuns.append(state.runs.success)
            recoveredRuns.append(state.runs.recovered)
            failedRuns.append(state.runs.failed)
            incompleteRuns.append(state.runs.incomplete)
            p50.append(state.sketch.percentile(0.5))
            p95.append(state.sketch.percentile(0.95))
            histograms.append(state.histogram.packed)
            sketches.append(state.sketch.packed)
            openRuns.append(state.fold.packed)
            memories.append(state.memory.packed)
            schedules.append(state.expected?.schedule)
            timezones.append(state.expected?.timezone)
            scheduleSources.append(state.expected?.source.rawValue)
            nextExpectedAt.append(state.expected?.at)
        }

        /// One row per state.
        var rows: SQL {
            """
            SELECT
                unnest(\(jobIDs)), unnest(\(names)), unnest(\(activities)), unnest(\(firstSeenAt)),
                unnest(\(positionsAt)), unnest(\(positionAttempts)), unnest(\(positionExecutionIDs)),
                unnest(\(lastExecutionAt)), unnest(\(lastSuccessAt)), unnest(\(lastFailureAt)),
                unnest(\(lastStatuses)), unnest(\(lastErrors)), unnest(\(lastDurations)),
                unnest(\(consecutiveFailures)), unnest(\(consecutiveSuccesses)), unnest(\(consecutiveFailedRuns)),
                unnest(\(successes)), unnest(\(failures)), unnest(\(errors)), unnest(\(timeouts)), unnest(\(others)),
                unnest(\(successRuns)), unnest(\(recoveredRuns)), unnest(\(failedRuns)), unnest(\(incompleteRuns)),
                unnest(\(p50)), unnest(\(p95)), unnest(\(histograms)), unnest(\(sketches)), unnest(\(openRuns)),
                unnest(\(memories)), unnest(\(schedules)), unnest(\(timezones)), unnest(\(scheduleSources)),
                unnest(\(nextExpectedAt))
            """
        }
    }
}
