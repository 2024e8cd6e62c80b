internal import BelfryCore
internal import Libpq

/// Rows of the rollups as the columns of one upsert.
enum RollupColumns {
    /// Adds rows to those that are there; `latencies` are the new ones and the old ones together.
    static func upsert(_ unit: RollupUnit, _ rows: [(key: RollupKey, row: RollupRow)], latencies: [RollupLatencies])
        -> Query
    {
        let percentiles = latencies.map { $0.percentiles([0.5, 0.95, 0.99]) }
        func percentile(_ index: Int) -> [Int32?] {
            percentiles.map { $0.isEmpty ? nil : Int32(clamping: $0[index]) }
        }
        let (name, nameColumn, setName): (SQL, SQL, SQL) =
            switch unit {
            case .minute, .hour: ("", "", "")
            case .day:
                (
                    ", coalesce(i.job_name, i.job_id)", ", job_name",
                    ", job_name = coalesce(nullif(excluded.job_name, r.job_id), r.job_name)"
                )
            }
        return Query(
            unit.statement("upsert"),
            """
            INSERT INTO \(unit.table) AS r (
                job_id, \(unit.column), executions, failures, timeouts, errors, others, runs, recovered_runs,
                failed_runs, timed, total_ms, max_ms, p50_ms, p95_ms, p99_ms, latencies\(nameColumn)
            )
            SELECT i.job_id, i.start, i.executions, i.failures, i.timeouts, i.errors, i.others, i.runs, i.recovered_runs,
                i.failed_runs, i.timed, i.total_ms, i.max_ms, i.p50_ms, i.p95_ms, i.p99_ms, i.latencies::integer[]\(name)
            FROM unnest(
                \(rows.map(\.key.jobID)), \(rows.map(\.key.start)), \(rows.map(\.row.executions)),
                \(rows.map(\.row.failures)), \(rows.map(\.row.timeouts)), \(rows.map(\.row.errors)),
                \(rows.map(\.row.others)), \(rows.map(\.row.runs)), \(rows.map(\.row.recoveredRuns)),
                \(rows.map(\.row.failedRuns)), \(rows.map(\.row.timed)), \(rows.map(\.row.totalMS)),
                \(rows.map(\.row.maxMS)), \(percentile(0)), \(percentile(1)), \(percentile(2)),
                \(latencies.map(\.literal)), \(rows.map(\.row.jobName))
            ) AS i (
                job_id, start, executions, failures, timeouts, errors, others, runs, recovered_runs, failed_runs, timed,
                total_ms, max_ms, p50_ms, p95_ms, p99_ms, latencies, job_name
            )
            ON CONFLICT (job_id, \(unit.column)) DO UPDATE SET
                executions = r.executions + excluded.executions,
                failures = r.failures + excluded.failures,
                timeouts = r.timeouts + excluded.timeouts,
                errors = r.errors + excluded.errors,
                others = r.others + excluded.others,
                runs = r.runs + excluded.runs,
                recovered_runs = r.recovered_runs + excluded.recovered_runs,
                failed_runs = r.failed_runs + excluded.failed_runs,
                timed = r.timed + excluded.timed,
                total_ms = r.total_ms + excluded.total_ms,
                max_ms = greatest(r.max_ms, excluded.max_ms),
                p50_ms = excluded.p50_ms,
                p95_ms = excluded.p95_ms,
                p99_ms = excluded.p99_ms,
                latencies = excluded.latencies\(setName)
            """
        )
    }
}
