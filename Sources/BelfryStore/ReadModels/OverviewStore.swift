internal import BelfryCore
public import Libpq

/// Reads the overview: a page of jobs, and what everything comes to.
public struct OverviewStore: Sendable {
    /// Jobs on a page.
    public static let jobsOnAPage = 50
    /// Pages that can be asked for: beyond it a part of a name finds a job sooner.
    public static let maximumPages = 1_000
    /// Where the last runs of a job are looked for.
    private static let lookBack = TimeSpan.days(14)

    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Reads one moment; `channels` are those of the configuration.
    public func read(_ filter: OverviewFilter, channels: [String]) async throws -> Overview {
        try await pool.withConnection { connection in
            let rows = try await connection.pipeline([
                OverviewQueries.begin, OverviewQueries.clock, OverviewQueries.counts, OverviewQueries.alerts,
                OverviewQueries.page(filter), OverviewQueries.days([""]), OverviewQueries.channels(channels), .commit,
            ])
            let now = try rows[1][0].decode(Instant.self)
            let (jobs, failing, paused, forgotten) = try rows[2][0].decode(
                Int64.self,
                Int64.self,
                Int64.self,
                Int64.self
            )
            let (firing, pending) = try rows[3][0].decode(Int64.self, Int64.self)
            var found: Int64 = 0
            let page = try rows[4].map { try Self.job($0, found: &found) }
            return Overview(
                now: now,
                jobs: jobs,
                failingJobs: failing,
                pausedJobs: paused,
                forgottenJobs: forgotten,
                found: found,
                page: try await Self.detailed(page, at: now, on: connection),
                day: try Self.days(rows[5])[""],
                channels: try rows[6].map(Self.channel),
                firingAlerts: firing,
                pendingAlerts: pending
            )
        }
    }

    /// The jobs with what is read of a page alone: their last runs, and their last day.
    private static func detailed(
        _ jobs: [OverviewJob],
        at now: Instant,
        on connection: Connection
    ) async throws -> [OverviewJob] {
        guard !jobs.isEmpty else { return [] }
        let ids = jobs.map(\.jobID)
        let rows = try await connection.pipeline([
            OverviewQueries.days(ids), OverviewQueries.lastAttempts(ids, from: now - lookBack),
            BackgroundQueries.lastRuns(ids, from: now - lookBack, to: Instant(microseconds: .max)),
        ])
        let days = try days(rows[0])
        var attempts: [String: (number: Int32?, nextRetryAt: Instant?)] = [:]
        for row in rows[1] {
            let (id, number, nextRetryAt) = try row.decode(String.self, Int32?.self, Instant?.self)
            attempts[id] = (number, nextRetryAt)
        }
        var strips: [String: RunStrip] = [:]
        for runs in try BackgroundQueries.decodeRuns(rows[2]) {
            strips[runs.jobID] = RunStrip(latenciesMS: runs.latenciesMS, usualMS: runs.usualMS)
        }
        return jobs.map { job in
            var job = job
            job.lastAttempt = attempts[job.jobID]?.number
            job.nextRetryAt = attempts[job.jobID]?.nextRetryAt
            job.lastRuns = strips[job.jobID]
            job.day = days[job.jobID]
            return job
        }
    }

    private static func days(_ rows: Rows) throws -> [String: OverviewDay] {
        var days: [String: OverviewDay] = [:]
        for row in rows {
            let (id, executions, failures, p95) = try row.decode(String.self, Int64.self, Int64.self, Int64?.self)
            days[id] = OverviewDay(executions: executions, failures: failures, p95MS: p95)
        }
        return days
    }

    private static func job(_ row: Row, found: inout Int64) throws -> OverviewJob {
        let v = try row.decode(
            String.self,
            String.self,
            String.self,
            Instant.self,
            String.self,
            String?.self,
            Instant?.self,
            Int64.self,
            Instant?.self,
            Int64.self,
            Int64.self,
            Int64.self
        )
        found = v.11
        return OverviewJob(
            jobID: v.0,
            name: v.1,
            state: v.2,
            lastExecutionAt: v.3,
            lastStatus: v.4,
            lastError: v.5,
            lastSuccessAt: v.6,
            consecutiveFailures: v.7,
            nextExpectedAt: v.8,
            firingAlerts: v.9,
            openAlerts: v.10
        )
    }

    private static func channel(_ row: Row) throws -> OverviewChannel {
        let v = try row.decode(
            String.self,
            String.self,
            String.self,
            String.self,
            Instant?.self,
            String?.self,
            Int64.self,
            Instant?.self
        )
        return OverviewChannel(
            channel: v.0,
            receiver: v.1,
            integration: v.2,
            target: v.3,
            brokenSince: v.4,
            brokenReason: v.5,
            pending: v.6,
            oldestPendingAt: v.7
        )
    }
}
