internal import BelfryCore
public import Libpq

/// Decides the rules about the last hours of jobs: what has changed is read on from the last pass, evaluated outside the writer's
/// lock, and where something would change, read and decided again inside it.
///
/// The windows are in memory, a function of the executions stored: every replica has the same.
public actor WindowStore {
    /// Jobs decided in one transaction, so that ingest never waits long for the lock.
    private static let batchSize = 500
    /// Executions taken into memory at a time.
    private static let pageSize: Int64 = 5_000
    /// Executions of the future that are read too: a sender's clock may be ahead.
    private static let maximumLead = TimeSpan.days(1)

    private let pool: ConnectionPool
    private let rules: ActiveRules
    private var windows: JobWindows?
    /// The rule set the windows were made for.
    private var ruleSetID: Int64?
    /// The latest batch in the windows.
    private var watermark: Int64 = 0

    /// A store on this pool.
    public init(pool: ConnectionPool, rules: ActiveRules) {
        self.pool = pool
        self.rules = rules
    }

    /// Takes in what was committed since the last pass and decides what that changes; returns after COMMIT.
    public func decideChanged() async throws -> PollReport {
        guard let active = rules.current, !active.rules.windowRules.isEmpty else {
            windows = nil
            return PollReport()
        }
        return try await pool.withConnection { connection in
            try await self.pass(active, on: connection)
        }
    }

    private func pass(_ active: ActiveRules.Entry, on connection: Connection) async throws -> PollReport {
        if windows == nil || ruleSetID != active.id {
            windows = JobWindows(rules: active.rules)
            ruleSetID = active.id
            watermark = 0
        }
        do {
            try await readOn(connection)
        } catch {
            // Half a page may be in them: begin anew.
            windows = nil
            throw error
        }
        let now = try await PollQueries.now(connection)
        let open = try await connection.query(
            AlertColumns.selectOpen(alertnames: active.rules.windowRules.map(\.alertname))
        )
        var jobIDs = Set(windows?.takeChanged(at: now) ?? [])
        jobIDs.formUnion(try AlertColumns.decode(open).map(\.jobID))
        var report = PollReport()
        let all = jobIDs.sorted()
        for start in stride(from: 0, to: all.count, by: Self.batchSize) {
            let some = Array(all[start..<min(start + Self.batchSize, all.count)])
            report.add(try await decide(some, active, on: connection))
        }
        return report
    }

    /// Decides some jobs without the lock, and with it those for which something would change.
    private func decide(
        _ jobIDs: [String],
        _ active: ActiveRules.Entry,
        on connection: Connection
    ) async throws -> PollReport {
        guard let windows else { return PollReport() }
        let now = try await PollQueries.now(connection)
        let polled = try await PollQueries.read(jobIDs, batchID: 0, now: now, on: connection)
        let look = WindowDecider.decide(jobIDs, windows, polled, rules: active.rules)
        let changing = Set(look.alerts.map(\.jobID)).union(look.inactiveAlerts.map(\.jobID)).sorted()
        guard !changing.isEmpty else { return PollReport(failures: look.failures) }
        let watermark = watermark
        let from = polled.now - windows.reach
        let hasTransitions = try await connection.transaction { connection in
            let read = try await connection.pipeline(Array(WriterLock.queries.dropFirst()))
            let header = try WriterLock.Header(read[2])
            guard header.ruleSetID == active.id else { return false }
            var current = windows
            // What was committed while nothing was locked.
            let latest = try await connection.query(PollQueries.attempts(of: changing, after: watermark, from: from))
            current.add(try latest.map(PollQueries.decodeAttempt))
            let decision = WindowDecider.decide(
                changing,
                current,
                try await PollQueries.read(changing, batchID: header.batchID, now: header.now, on: connection),
                rules: active.rules
            )
            try await connection.pipeline(DecisionQueries.all(decision, header: header))
            return !decision.transitions.isEmpty
        }
        return PollReport(hasTransitions: hasTransitions, failures: look.failures)
    }

    /// Takes in what was committed since, a page at a time; at the start, everything in the longest window.
    private func readOn(_ connection: Connection) async throws {
        guard let windows else { return }
        let isStart = watermark == 0
        let latest = try await PollQueries.latestBatch(connection)
        let now = try await PollQueries.now(connection)
        let from = now - windows.reach
        if isStart {
            var hour = from
            while hour < now + Self.maximumLead {
                let next = hour + .hours(1)
                try await take(PollQueries.attempts(from: hour, to: next, upTo: latest), connection)
                hour = next
            }
        } else if latest > watermark {
            try await take(
                PollQueries.attempts(after: watermark, upTo: latest, from: from, to: now + Self.maximumLead),
                connection
            )
        }
        watermark = max(watermark, latest)
    }

    private func take(_ query: Query, _ connection: Connection) async throws {
        try await connection.forEachBatch(query, rows: Int(Self.pageSize)) { rows in
            self.windows?.add(try rows.map(PollQueries.decodeAttempt))
        }
    }
}
