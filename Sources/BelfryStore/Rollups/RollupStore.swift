internal import BelfryCore
public import Libpq

/// Keeps the hourly and daily rollups, and those of the last days' minutes: folds in what was committed since.
///
/// Each execution is in them exactly once, whenever it comes and however many replicas fold. What some batches add is summed up
/// in memory from statements of a fraction of a second, because a snapshot that is held for long slows down ingest, and then
/// written by slices of the jobs, each slice's rows and its watermark in one transaction. Who finds a slice's watermark moved
/// leaves it: another has folded it. Executions marked as tests are left out.
public struct RollupStore: Sendable {
    /// Executions summed up before anything is written, about: a busy job's hour is rewritten once for all of them.
    static let executionsAtOnce: Int64 = 1_000_000
    /// Hours summed up before they are written, about: a bound on memory where the executions are of many times.
    static let hoursAtOnce = 50_000
    /// Hours written in one transaction, about: a few hundredths of a second.
    static let hoursPerPage = 1_000
    /// Batches looked at in one pass.
    static let batchesAtOnce: Int64 = 20_000
    /// Executions that are worth a look at which pages of a table they are in.
    static let largeBacklog: Int64 = 50_000
    /// Executions read by the first statement of a pass; further ones are fitted to `statementTime`.
    static let firstRead: Int64 = 20_000
    /// Executions read by any statement: their rows take about 200 bytes each of this process's memory.
    static let largestRead: Int64 = 50_000
    /// How long a statement that reads executions should take.
    static let statementTime = Duration.milliseconds(200)
    /// How long minutes are kept, a day longer than `belfry.all_minutely` shows them: what comes late is in all that are shown,
    /// however long a pass lasts.
    static let minutesKept = TimeSpan.days(15)

    private let pool: ConnectionPool

    private let hoursPerPage: Int
    private let minutesKept: TimeSpan

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.init(pool: pool, hoursPerPage: Self.hoursPerPage)
    }

    init(pool: ConnectionPool, hoursPerPage: Int = Self.hoursPerPage, minutesKept: TimeSpan = Self.minutesKept) {
        self.pool = pool
        self.hoursPerPage = hoursPerPage
        self.minutesKept = minutesKept
    }

    /// Takes in the next batches and tells whether more are waiting.
    ///
    /// Returns after COMMIT.
    public func fold() async throws -> Bool {
        if try await backlog() > Self.largeBacklog { try await summarize() }
        return try await pool.withConnection { connection in
            guard let read = try await connection.transaction({ try await read(on: $0) }) else { return false }
            for page in read.delta.pages(ofHours: hoursPerPage) {
                do {
                    try await connection.transaction { connection in
                        try await Self.write(page, from: read.watermark, to: read.latest, on: connection)
                    }
                } catch is Overtaken {
                    return false
                }
            }
            try await connection.query(RollupQueries.forgetReplacedLogRows)
            return read.isMoreWaiting
        }
    }

    /// Executions that are committed and not taken in yet.
    public func backlog() async throws -> Int64 {
        try await pool.withConnection { connection in
            try await connection.query(RollupQueries.backlog)[0].decode(Int64.self)
        }
    }

    /// Takes in everything committed before the call.
    public func foldAll() async throws {
        while try await fold() {}
    }

    /// Another replica has folded the same.
    private struct Overtaken: Error {}

    /// Lets the index on batches know of the latest pages, unless the table is being vacuumed, which does it too.
    private func summarize() async throws {
        do {
            try await pool.withConnection { connection in
                try await connection.transaction { connection in
                    _ = try await connection.pipeline([RollupQueries.giveWay, RollupQueries.summarize])
                }
            }
        } catch let error as PostgresError where error.sqlState == .lockNotAvailable {}
    }

    /// What batches in (watermark, latest] add.
    private struct Read: Sendable {
        var watermark: Int64
        var latest: Int64
        var delta: RollupDelta
        var isMoreWaiting: Bool
    }

    /// Sums up the next batches; nil where there are none, or another replica does.
    ///
    /// The transaction holds the claim and nothing else: it writes nothing, so that between its statements no row version has
    /// to be kept for it.
    private func read(on connection: isolated Connection) async throws -> Read? {
        guard try await connection.query(RollupQueries.claim)[0].decode(Bool.self) else { return nil }
        try await connection.query(RollupQueries.plainPlans)
        let progress = try await connection.query(RollupQueries.progress).map {
            try $0.decode(Int32.self, Int64.self, Instant.self)
        }
        guard let watermark = progress.map(\.1).min(), let now = progress.first?.2 else { return nil }
        // Slices that an interrupted pass has left behind catch up with the others first.
        let next = progress.map(\.1).filter { $0 > watermark }.min() ?? .max
        var batches = try await connection.query(
            RollupQueries.batches(after: watermark, upTo: next, limit: Self.batchesAtOnce)
        ).map { try $0.decode(Int64.self, Int32.self) }[...]
        let isCut = batches.count == Self.batchesAtOnce
        guard !batches.isEmpty || next < .max else { return nil }
        var delta = RollupDelta(slices: progress.filter { $0.1 == watermark }.map(\.0), minutesFrom: now - minutesKept)
        var (latest, executions, size) = (watermark, Int64(0), Self.firstRead)
        while let first = batches.first, executions < Self.executionsAtOnce, delta.count < Self.hoursAtOnce {
            var (last, count) = (first.0, Int64(0))
            while let batch = batches.first, count == 0 || count + Int64(batch.1) <= size {
                (last, count) = (batch.0, count + Int64(batch.1))
                batches.removeFirst()
            }
            let start = ContinuousClock.now
            for row in try await connection.query(RollupQueries.attempts(after: latest, upTo: last)) {
                delta.add(try RollupAttempt(row))
            }
            size = Self.fitted(size, took: ContinuousClock.now - start)
            (latest, executions) = (last, executions + count)
        }
        // All up to where the others are has been read.
        if batches.isEmpty, !isCut, next < .max { latest = next }
        return Read(
            watermark: watermark,
            latest: latest,
            delta: delta,
            isMoreWaiting: !batches.isEmpty || isCut || next < .max
        )
    }

    /// How many executions the next statement should read.
    private static func fitted(_ size: Int64, took duration: Duration) -> Int64 {
        let factor = min(2, max(0.5, statementTime / max(duration, .milliseconds(1))))
        return min(largestRead, max(10_000, Int64(Double(size) * factor)))
    }

    /// Writes a page and moves its slices' watermark.
    private static func write(
        _ page: RollupDelta.Page,
        from watermark: Int64,
        to latest: Int64,
        on connection: isolated Connection
    ) async throws {
        let moved = try await connection.pipeline([
            RollupQueries.lock, RollupQueries.advance(page.slices, from: watermark, to: latest),
        ])
        guard moved[1].count == page.slices.count else { throw Overtaken() }
        for unit in RollupUnit.allCases {
            let rows = page.rows(unit).sorted { $0.key < $1.key }.map { (key: $0.key, row: $0.value) }
            guard !rows.isEmpty else { continue }
            var stored: [RollupKey: RollupLatencies] = [:]
            for row in try await connection.query(RollupQueries.latencies(unit, of: rows.map(\.key))) {
                let (jobID, start, packed) = try row.decode(String.self, Instant.self, [Int32].self)
                stored[RollupKey(jobID: jobID, start: start)] = RollupLatencies(packed: packed)
            }
            let latencies = rows.map { key, row in
                var latencies = stored[key] ?? RollupLatencies()
                latencies += row.latencies
                return latencies
            }
            try await connection.query(RollupColumns.upsert(unit, rows, latencies: latencies))
        }
    }
}
