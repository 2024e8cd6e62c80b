internal import BelfryCore
public import Libpq

/// Raises and ends the built-in alerts about triggers, from the rows that tell of them.
///
/// A row is taken up in the transaction that raises its alert: no trouble is told twice, and none is lost with a process.
public struct TriggerAlertStore: Sendable {
    /// Rows taken up at a time, so that ingest never waits long for the lock.
    private static let batchSize: Int64 = 200

    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Takes up what is due; returns after COMMIT whether the dispatcher has something to do.
    ///
    /// Silence is judged `Coverage.settling` after this process began to receive, given in seconds since then, and only where
    /// somebody was watching all the time.
    public func decideDue(runningFor running: Duration) async throws -> Bool {
        let isSettled = running >= .microseconds(Coverage.settling.microseconds)
        return try await pool.withConnection { connection in
            let probe = try await connection.query(TriggerAlertQueries.isAnythingDue(isSettled: isSettled))
            guard try probe[0].decode(Bool.self) else { return false }
            return try await connection.transaction { connection in
                try await decide(isSettled: isSettled, on: connection)
            }
        }
    }

    private func decide(isSettled: Bool, on connection: Connection) async throws -> Bool {
        // `transaction` has begun already.
        let kinds = TriggerTrouble.Kind.allCases.map(\.rawValue)
        let read = try await connection.pipeline(
            Array(WriterLock.queries.dropFirst())
                + [
                    TriggerAlertQueries.due(isSettled: isSettled, limit: Self.batchSize),
                    AlertColumns.selectOpen(alertnames: kinds), TriggerAlertQueries.over, CoverageQueries.recent,
                ]
        )
        let header = try WriterLock.Header(read[2])
        let coverage = try CoverageQueries.decode(read[6])
        let found = try TriggerAlertQueries.decode(read[3])
        let troubles = found.filter { $0.trouble.kind != .silent || coverage.covers(from: $0.since, to: $0.dueAt) }
            .map(\.trouble)
        var jobIDs = ArrayColumn<String>(capacity: troubles.count)
        for jobID in Set(troubles.map(\.firing.jobID)) { jobIDs.append(jobID) }
        let jobs = try await JobStateColumns.decode(connection.query(JobStateColumns.select(jobIDs)))
        let decision = TriggerAlertDecider.decide(
            troubles,
            open: try AlertColumns.decode(read[4]),
            over: Set(try read[5].map { try $0.decode(Int64.self) }),
            jobs: jobs,
            batchID: header.batchID,
            now: header.now
        )
        try await connection.pipeline(
            [TriggerAlertQueries.takeUp(found.map(\.trouble.firing))]
                + DecisionQueries.all(decision, header: header)
        )
        return !decision.transitions.isEmpty
    }
}
