internal import BelfryCore
public import Libpq

/// Deletes what is older than its retention, in transactions so short that ingest never waits for them.
///
/// A day of executions goes by dropping its partition. Where failures are kept longer than successes, or the other way round,
/// the day's partition is first exchanged for one that holds only what is kept. Whatever cannot be locked at once is left for
/// the next pass. Several replicas may do it at the same time.
public struct RetentionStore: Sendable {
    /// Rows deleted in one transaction.
    private static let page: Int64 = 2_000
    /// Pages deleted from a table in one pass; the rest waits for the next.
    private static let pagesAtOnce = 200
    /// How long it is known when replicas were receiving: longer than any absence is judged after.
    private static let coverage = TimeSpan.days(30)

    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Deletes what is too old.
    ///
    /// Where others drop partitions, executions are left to them, and their keys are deleted by age, once a day.
    public func enforce(_ policy: RetentionPolicy, dropsPartitions: Bool = true) async throws -> RetentionReport {
        try await pool.withConnection { connection in
            let hasMoved = try await moveKeys(policy, on: connection)
            let rows = try await connection.query(RetentionQueries.keysFrom)
            let (keysFrom, now) = try rows[0].decode(Instant?.self, Instant.self)
            var report = RetentionReport()
            if !dropsPartitions, hasMoved, let keysFrom {
                try await deleteKeys(before: keysFrom, on: connection, &report)
            }
            for row in try await connection.query(RetentionQueries.partitions) where dropsPartitions {
                let partition = try DayPartition(row)
                guard let keysFrom, partition.end <= keysFrom else { break }
                try await enforce(policy, partition, now: now, on: connection, &report)
            }
            try await deleteRows(policy, now: now, on: connection, &report)
            return report
        }
    }

    /// How many daily partitions there are, by state: `full` or `thinned`.
    public func partitions() async throws -> [String: Int64] {
        try await pool.withConnection { connection in
            let (full, thinned) = try await connection.query(RetentionQueries.counts)[0].decode(Int64.self, Int64.self)
            return ["full": full, "thinned": thinned]
        }
    }

    /// Moves on from when on keys are kept, under the writer's lock, and returns whether it did.
    ///
    /// A delivery older than that is stale from then on, so that what is deleted afterwards cannot come in again.
    private func moveKeys(_ policy: RetentionPolicy, on connection: Connection) async throws -> Bool {
        let due = try await connection.query(RetentionQueries.dueKeysFrom(min(policy.executions, policy.failures)))
        guard let keysFrom = try due.first?.decode(Instant.self) else { return false }
        try await connection.transaction { connection in
            _ = try await connection.pipeline([
                WriterLock.queries[1], WriterLock.lock(lane: 0), RetentionQueries.moveKeys(to: keysFrom),
            ])
        }
        return true
    }

    /// Deletes keys by their age alone, a range of the table's pages at a time.
    private func deleteKeys(
        before keysFrom: Instant,
        on connection: Connection,
        _ report: inout RetentionReport
    ) async throws {
        let pages = try await connection.query(RetentionQueries.pagesOfKeys)[0].decode(Int64.self)
        for first in stride(from: 0, to: pages, by: Int(Self.page)) {
            let gone = try await connection.query(
                RetentionQueries.deleteKeys(before: keysFrom, fromPage: first, toPage: first + Self.page)
            )
            report.keys += Int64(gone.count)
        }
    }

    private func enforce(
        _ policy: RetentionPolicy,
        _ partition: DayPartition,
        now: Instant,
        on connection: Connection,
        _ report: inout RetentionReport
    ) async throws {
        let isOver = partition.end <= now - max(policy.executions, policy.failures)
        guard isOver || !partition.isThinned else { return }
        do {
            let unfolded = try await connection.query(RetentionQueries.hasUnfolded(partition))
            guard try !unfolded[0].decode(Bool.self) else {
                report.postponed.append(partition.day)
                return
            }
            for row in try await connection.query(RetentionQueries.jobs(partition)) {
                report.keys += try await deleteKeys(partition, jobID: try row.decode(String.self), on: connection)
            }
            if isOver {
                try await connection.script(RetentionQueries.drop(partition), name: "retention.drop")
                report.dropped.append(partition.day)
            } else {
                try await connection.script(
                    RetentionQueries.thin(partition, keepingFailures: policy.failures > policy.executions),
                    name: "retention.thin"
                )
                report.thinned.append(partition.day)
            }
        } catch {
            // Locked, or another replica has done it.
            let isForLater = error.isRetryable || error.sqlState == .undefinedTable
            guard isForLater, connection.isUsable else { throw error }
            if connection.isInTransaction { _ = try await connection.query(.rollback) }
            report.postponed.append(partition.day)
        }
    }

    /// Deletes the keys of what a job ran on a day, some at a time.
    private func deleteKeys(_ partition: DayPartition, jobID: String, on connection: Connection)
        async throws(PostgresError) -> Int64
    {
        var keys: Int64 = 0
        var from: Instant? = partition.start
        while let start = from {
            // Executions of one instant are deleted together.
            let next = try await connection.query(
                RetentionQueries.nextPage(partition, jobID: jobID, from: start, page: Self.page)
            ).first?.decode(Instant.self)
            let gone = try await connection.query(
                RetentionQueries.deleteKeys(partition, jobID: jobID, from: start, to: next ?? partition.end)
            )
            keys += Int64(gone.count)
            from = next
        }
        return keys
    }

    /// Deletes what is not in daily partitions.
    private func deleteRows(
        _ policy: RetentionPolicy,
        now: Instant,
        on connection: Connection,
        _ report: inout RetentionReport
    ) async throws {
        try await deletePages(&report) {
            try await deleteOutside(policy, now: now, on: connection)
        }
        let queries =
            [RetentionQueries.deleteLogRows(before: now - min(policy.executions, policy.failures), page: Self.page)]
            + RetentionQueries.deleteDeliveries(before: now - policy.deliveries, page: Self.page)
            + RetentionQueries.deleteTriggers(
                before: now - policy.deliveries,
                runsBefore: now - max(policy.deliveries, policy.executions, policy.failures),
                page: Self.page
            )
            + RollupUnit.allCases.map { unit in
                let kept = unit == .minute ? min(policy.rollups, RollupStore.minutesKept) : policy.rollups
                return RollupQueries.prune(unit, olderThan: kept.microseconds, page: Self.page)
            } + [RollupQueries.pruneAbsences(olderThan: policy.rollups.microseconds, page: Self.page)]
        let longest = max(policy.executions, policy.failures)
        let state = RetentionQueries.deleteState(
            ruleSetsBefore: now - longest - .days(2),
            transitionsBefore: now - policy.deliveries,
            alertsBefore: now - policy.rollups,
            coverageBefore: now - Self.coverage,
            page: Self.page
        )
        for query in queries + state {
            try await deletePages(&report) { try await connection.query(query).count }
        }
        try await deletePages(&report) {
            try await connection.transaction { connection in
                // A round that has read a group writes it back.
                _ = try await connection.pipeline(DispatchQueries.begin)
                return try await connection.query(
                    RetentionQueries.deleteGroups(before: now - policy.deliveries, page: Self.page)
                ).count
            }
        }
    }

    private func deletePages(_ report: inout RetentionReport, _ page: () async throws -> Int) async throws {
        for _ in 0..<Self.pagesAtOnce {
            let gone = Int64(try await page())
            report.rows += gone
            if gone < Self.page { return }
        }
    }

    /// Deletes a page of the default partition with its keys.
    private func deleteOutside(_ policy: RetentionPolicy, now: Instant, on connection: Connection) async throws -> Int {
        try await connection.transaction { connection in
            let gone = try await connection.query(
                RetentionQueries.deleteOutside(
                    executionsFrom: now - policy.executions,
                    failuresFrom: now - policy.failures,
                    page: Self.page
                )
            )
            try await connection.query(RetentionQueries.deleteKeys(of: gone))
            return gone.count
        }
    }
}
