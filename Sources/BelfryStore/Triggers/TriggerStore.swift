public import BelfryCore
internal import Foundation
public import Libpq

/// Claims triggers that are to be sent, with leases, and records what became of them.
public struct TriggerStore: Sendable {
    /// How long an attempt may take before it counts as lost: longer than any request's time limit.
    public static let lease = TimeSpan.seconds(90)
    /// How long a trigger in doubt without `report_within` waits for the webhook of the job it may have started.
    static let doubt = TimeSpan.hours(1)

    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Claims up to `limit` triggers of these names; returns after COMMIT, so that every attempt is on record before its socket
    /// opens.
    ///
    /// What was claimed and not finished in time becomes `in_doubt` and is never claimed again; what is too old expires.
    public func claim(_ names: [String], limit: Int) async throws -> TriggerRound {
        // Counted from before the claim, so that it never ends later than the database's.
        let leaseEnds = ContinuousClock.now + .microseconds(Self.lease.microseconds)
        return try await pool.withConnection { connection in
            let rows = try await connection.pipeline([
                .begin, TriggerQueries.expire, TriggerQueries.abandon, TriggerQueries.abandonAttempts,
                TriggerQueries.lease(names, limit: Int64(limit)), TriggerQueries.attempts, TriggerQueries.claimed,
                .commit,
            ])
            return TriggerRound(
                claims: try TriggerQueries.decode(rows[6], leaseEnds: leaseEnds),
                gaveUp: try rows[1].map { try $0.decode(String.self) },
                abandoned: try rows[2].map { try $0.decode(String.self) }
            )
        }
    }

    /// Records what an attempt came to; false where the row has another lease by now.
    ///
    /// An answer that names the execution it has started is recorded under the writer's lock: whoever takes that execution's webhook
    /// in either knows the name, or has made its guess, which this withdraws.
    @discardableResult
    public func complete(_ claim: TriggerClaim, _ record: TriggerRecord) async throws -> Bool {
        try await pool.withConnection { connection in
            var begin = [Query.begin]
            if case .delivered(.some) = record.outcome {
                begin += [WriterLock.queries[1], WriterLock.lock(lane: 0)]
            }
            let rows = try await connection.pipeline(
                begin + TriggerQueries.complete(claim, record) + [.commit]
            )
            return rows[begin.count].count == 1
        }
    }

    /// When the next of these triggers is due; nil if none waits.
    public func nextDue(_ names: [String]) async throws -> (due: Instant, now: Instant)? {
        try await pool.withConnection { connection in
            let rows = try await connection.query(TriggerQueries.nextDue(names))
            let (due, now) = try rows[0].decode(Instant?.self, Instant.self)
            return due.map { ($0, now) }
        }
    }
}
