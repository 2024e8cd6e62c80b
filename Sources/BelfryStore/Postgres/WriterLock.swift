internal import BelfryCore
internal import Libpq

/// How a deciding transaction begins: one writer at a time, and nothing is read before the lock is held.
///
/// The lock is a statement of its own, because a statement that waits for a lock and reads sees the snapshot from before the wait.
enum WriterLock {
    /// What is read first under the lock.
    struct Header: Sendable {
        /// The transaction's number: in the order of the commits.
        var batchID: Int64
        /// The database's clock after the lock; `now()` would be the time of BEGIN.
        var now: Instant
        /// The rule set in force; nil before the first start has stored one.
        var ruleSetID: Int64?
        /// The oldest schema version a binary may have been built for and still write.
        var compatibleVersion: Int
        /// Keys of executions older than this are gone, so that such a delivery cannot be told from a repetition.
        var keysFrom: Instant?
        /// The latest transaction that decided anything: who remembers what it left can tell whether that still holds.
        var latestBatchID: Int64?
        /// Whether there may be imported log rows, which their webhooks replace.
        var hasLogRows: Bool

        init(_ rows: Rows) throws {
            let values = try rows[0].decode(
                Int64.self,
                Instant.self,
                Int64?.self,
                Int32.self,
                Instant?.self,
                Int64?.self,
                Bool.self
            )
            self.init(
                batchID: values.0,
                now: values.1,
                ruleSetID: values.2,
                compatibleVersion: Int(values.3),
                keysFrom: values.4,
                latestBatchID: values.5,
                hasLogRows: values.6
            )
        }

        init(
            batchID: Int64,
            now: Instant,
            ruleSetID: Int64?,
            compatibleVersion: Int,
            keysFrom: Instant?,
            latestBatchID: Int64?,
            hasLogRows: Bool
        ) {
            self.batchID = batchID
            self.now = now
            self.ruleSetID = ruleSetID
            self.compatibleVersion = compatibleVersion
            self.keysFrom = keysFrom
            self.latestBatchID = latestBatchID
            self.hasLogRows = hasLogRows
        }
    }

    /// BEGIN, settings, lock and header: the first queries of every deciding transaction; the last one's rows make the `Header`.
    ///
    /// The lock wait and an idle holder are bounded, and a commit is durable whatever the role's defaults say.
    static let queries: [Query] = [
        .begin,
        Query(
            "writer.settings",
            """
            SELECT set_config('lock_timeout', '2s', true),
                set_config('idle_in_transaction_session_timeout', '5s', true),
                set_config('synchronous_commit', CASE current_setting('synchronous_commit')
                    WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true)
            """
        ),
        lock(lane: 0),
        Query(
            "writer.header",
            """
            SELECT nextval('belfry.batch_ids'), clock_timestamp(), c.rule_set_id, c.compatible_version, c.keys_from,
                (SELECT max(b.batch_id) FROM belfry.ingest_batches AS b), c.has_log_rows
            FROM belfry.control AS c
            """
        ),
    ]

    /// Which of `queries`, and of `queries(expecting:)`, is the header.
    static let header = queries.count - 1

    /// Draws the numbers of two transactions to come, for a `HeaderForecast`; sent behind `queries`.
    static let reserve = Query(
        "writer.reserve",
        "SELECT nextval('belfry.batch_ids'), nextval('belfry.batch_ids')"
    )

    /// What `queries` are for a transaction that was decided by a forecast: fails where the header is otherwise, and draws a number
    /// for a transaction to come.
    ///
    /// The failure is a text that is no number, for the server's log.
    static func queries(expecting header: Header) -> [Query] {
        let expect = Query(
            HeaderForecast.queryName,
            """
            SELECT nextval('belfry.batch_ids'), CASE
                WHEN (SELECT max(b.batch_id) FROM belfry.ingest_batches AS b) IS NOT DISTINCT FROM \(header.latestBatchID)
                    AND c.rule_set_id IS NOT DISTINCT FROM \(header.ruleSetID)
                    AND c.compatible_version = \(Int32(header.compatibleVersion))
                    AND c.keys_from IS NOT DISTINCT FROM \(header.keysFrom)
                    AND c.has_log_rows = \(header.hasLogRows)
                THEN 1
                ELSE concat('no error: what follows batch ', \(header.latestBatchID), ' is decided anew')::integer
            END
            FROM belfry.control AS c
            """
        )
        return queries.dropLast() + [expect]
    }

    /// The lock of a lane of jobs; there is one lane until one writer is not enough.
    static func lock(lane: Int32) -> Query {
        Query(
            "writer.lock",
            "SELECT pg_advisory_xact_lock(1650812006 + \(lane), 'belfry'::regnamespace::oid::integer)"
        )
    }
}
