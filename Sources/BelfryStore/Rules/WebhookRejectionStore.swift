public import BelfryCore
public import Libpq

/// Raises and ends the built-in alert about webhooks whose signatures are refused.
public struct WebhookRejectionStore: Sendable {
    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Fires the alert, at most daily, unless any replica has stored an execution meanwhile; returns after COMMIT whether it did.
    public func report(_ report: WebhookRejectionDecider.Report) async throws -> Bool {
        try await decide { header, open, connection in
            let rows = try await connection.query(
                Query(
                    "rejections.standing",
                    """
                    SELECT (SELECT max(a.firing_since) FROM belfry.alert_episodes AS a
                         WHERE a.job_id = '' AND a.alertname = \(WebhookRejectionDecider.alertname)),
                        EXISTS (SELECT FROM (
                            -- In the order of their numbers, so that a long history costs nothing.
                            SELECT b.decided_at, b.executions FROM belfry.ingest_batches AS b
                            ORDER BY b.batch_id DESC
                            LIMIT 10000
                         ) AS latest
                         WHERE latest.decided_at >= \(report.since) AND latest.executions > 0)
                    """
                )
            )
            let (lastFiredAt, isReceiving) = try rows[0].decode(Instant?.self, Bool.self)
            guard !isReceiving else { return nil }
            return WebhookRejectionDecider.fire(
                report,
                open: open,
                lastFiredAt: lastFiredAt,
                batchID: header.batchID,
                now: header.now
            )
        }
    }

    /// Ends the alert, for a signature was accepted; returns after COMMIT whether it stood.
    public func accepted() async throws -> Bool {
        try await decide { header, open, _ in
            WebhookRejectionDecider.end(open: open, batchID: header.batchID, now: header.now)
        }
    }

    private func decide(
        _ decision: @Sendable @escaping (WriterLock.Header, [AlertEpisode], Connection) async throws -> BatchDecision?
    ) async throws -> Bool {
        try await pool.withConnection { connection in
            try await connection.transaction { connection in
                let read = try await connection.pipeline(
                    Array(WriterLock.queries.dropFirst())
                        + [AlertColumns.selectOpen(alertnames: [WebhookRejectionDecider.alertname])]
                )
                let header = try WriterLock.Header(read[2])
                guard let decision = try await decision(header, AlertColumns.decode(read[3]), connection),
                    !decision.transitions.isEmpty
                else { return false }
                try await connection.pipeline(DecisionQueries.all(decision, header: header))
                return true
            }
        }
    }
}
