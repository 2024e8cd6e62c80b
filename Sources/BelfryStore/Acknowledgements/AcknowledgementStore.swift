public import BelfryCore
public import Libpq

/// Keeps who has taken which alert upon themselves; every replica reads it at each round.
public struct AcknowledgementStore: Sendable {
    /// Why an alert was not acknowledged.
    public enum Refusal: Error, Hashable, Sendable {
        /// There is none by this id or fingerprint.
        case notFound
        /// It has ended already.
        case resolved(alertname: String, at: Instant)
    }

    /// An alert and its acknowledgement.
    public struct Standing: Hashable, Sendable {
        /// `alert_id`.
        public var alertID: Int64
        /// The rule's name.
        public var alertname: String
        /// `cron_job_id`.
        public var jobID: String
        /// The job's name; empty for an alert about no job.
        public var jobName: String
        /// The acknowledgement in force; nil where there is none.
        public var acknowledgement: Acknowledgement?
    }

    fileprivate struct Found {
        var alertID: Int64
        var jobID: String
        var alertname: String
        var jobName: String
        var resolvedAt: Instant?
    }

    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Acknowledges an open alert; the one that is there already stays, whoever made it.
    ///
    /// `channels` are those that keep account of it, by receiver: each whose receiver was told of the alert is queued a notification in
    /// the same transaction.
    public func acknowledge(
        _ reference: AlertReference,
        by: String,
        comment: String,
        telling channels: [String: [String]] = [:]
    ) async throws -> Standing {
        try await pool.withConnection { connection in
            try await connection.transaction { connection in
                // A round that announces the alert at the same time would know nothing of it.
                let header = try await connection.pipeline(DispatchQueries.begin)
                let (now, batchID) = try header[2][0].decode(Instant.self, Int64.self)
                let alert = try await open(reference, on: connection)
                let new = try await connection.query(
                    Query(
                        "acknowledgements.insert",
                        """
                        INSERT INTO belfry.acknowledgements (job_id, alert_id, acknowledged_by, acknowledged_at, comment)
                        VALUES (\(alert.jobID), \(alert.alertID), \(by), clock_timestamp(), \(comment))
                        ON CONFLICT (job_id, alert_id) DO NOTHING
                        RETURNING alert_id
                        """
                    )
                )
                if !new.isEmpty, !channels.isEmpty {
                    try await tell(alert, by: by, channels: channels, id: batchID << 20, now: now, on: connection)
                }
                let rows = try await connection.query(
                    Query(
                        "acknowledgements.find",
                        """
                        SELECT k.acknowledged_by, k.acknowledged_at, k.comment FROM belfry.acknowledgements AS k
                        WHERE k.job_id = \(alert.jobID) AND k.alert_id = \(alert.alertID)
                        """
                    )
                )
                let (name, at, text) = try rows[0].decode(String.self, Instant.self, String.self)
                return Standing(alert, Acknowledgement(by: name, at: at, comment: text))
            }
        }
    }

    /// Queues what has happened for the channels of the receivers that were told of the alert.
    private func tell(
        _ alert: Found,
        by: String,
        channels: [String: [String]],
        id: Int64,
        now: Instant,
        on connection: Connection
    ) async throws {
        let read = try await connection.pipeline([
            Query(
                "acknowledgements.receivers",
                """
                SELECT DISTINCT m.receiver
                FROM belfry.group_members AS m
                WHERE m.job_id = \(alert.jobID) AND m.alert_id = \(alert.alertID) AND m.announced
                    AND m.receiver = ANY(\(Array(channels.keys)))
                ORDER BY m.receiver
                """
            ),
            Query(
                "acknowledgements.episode",
                """
                SELECT \(literal: AlertColumns.columns)
                FROM belfry.alert_episodes AS a
                WHERE a.job_id = \(alert.jobID) AND a.alert_id = \(alert.alertID)
                """
            ),
        ])
        let episodes = try AlertColumns.decode(read[1])
        let messages = try read[0].enumerated().flatMap { index, row in
            let contents = NotificationContent.parts(
                receiver: try row.decode(String.self),
                groupKey: Self.groupKey,
                groupLabels: [:],
                reason: .acknowledged,
                alerts: episodes,
                at: now,
                background: AlertBackground(acknowledgedBy: [alert.alertID: by])
            )
            let firstID = id + Int64(index)
            return try DispatchQueries.MessageRow.rows(contents, of: episodes, firstID: firstID) { _ in
                (Self.groupKey, firstID)
            }
        }
        try await connection.pipeline(DispatchQueries.write(messages, channels: channels, now: now))
    }

    /// What notifications of acknowledgements have in the place of a group.
    private static let groupKey = "acknowledged"

    /// Takes an acknowledgement back, if there is one; the groups of the alert are looked at again at once.
    public func withdraw(_ reference: AlertReference) async throws -> Standing {
        try await pool.withConnection { connection in
            try await connection.transaction { connection in
                // A round that has read the groups would write their old times back.
                _ = try await connection.pipeline(DispatchQueries.begin)
                let alert = try await open(reference, on: connection)
                _ = try await connection.pipeline([
                    Query(
                        "acknowledgements.delete",
                        """
                        DELETE FROM belfry.acknowledgements AS k
                        WHERE k.job_id = \(alert.jobID) AND k.alert_id = \(alert.alertID)
                        """
                    ),
                    Query(
                        "acknowledgements.recheck",
                        """
                        UPDATE belfry.notification_groups AS g
                        SET next_flush_at = least(g.next_flush_at, clock_timestamp())
                        FROM belfry.group_members AS m
                        WHERE m.job_id = \(alert.jobID) AND m.alert_id = \(alert.alertID)
                            AND g.receiver = m.receiver AND g.group_key = m.group_key
                        """
                    ),
                    Query("notify", "SELECT pg_notify(\(DispatchStore.wakeUpChannel), '')"),
                ])
                return Standing(alert, nil)
            }
        }
    }

    /// The open alert of a reference.
    private func open(_ reference: AlertReference, on connection: Connection) async throws -> Found {
        if let found = try await find(reference, open: true, on: connection) { return found }
        guard let ended = try await find(reference, open: false, on: connection), let at = ended.resolvedAt else {
            throw Refusal.notFound
        }
        throw Refusal.resolved(alertname: ended.alertname, at: at)
    }

    /// The latest alert of a reference among those that are open or those that have ended.
    private func find(_ reference: AlertReference, open: Bool, on connection: Connection) async throws -> Found? {
        let fingerprint = reference.fingerprint.map { Int64(bitPattern: $0) }
        let columns: StaticString = """
            SELECT a.alert_id, a.job_id, a.alertname, coalesce(j.name, a.facts #>> '{job,name}', ''), a.resolved_at
            FROM belfry.alert_episodes AS a
            LEFT JOIN belfry.job_states AS j ON j.job_id = a.job_id
            """
        let order: StaticString = "ORDER BY a.alert_id DESC LIMIT 1"
        let rows = try await connection.query(
            open
                ? Query(
                    "acknowledgements.open",
                    """
                    \(literal: columns)
                    WHERE a.state <> 'resolved'
                        AND (a.alert_id = \(reference.alertID) OR a.fingerprint = \(fingerprint))
                    \(literal: order)
                    """
                )
                : Query(
                    "acknowledgements.ended",
                    """
                    \(literal: columns)
                    WHERE a.state = 'resolved'
                        AND (a.alert_id = \(reference.alertID) OR a.fingerprint = \(fingerprint))
                    \(literal: order)
                    """
                )
        )
        guard let row = rows.first else { return nil }
        let v = try row.decode(Int64.self, String.self, String.self, String.self, Instant?.self)
        return Found(alertID: v.0, jobID: v.1, alertname: v.2, jobName: v.3, resolvedAt: v.4)
    }
}

extension AcknowledgementStore.Standing {
    fileprivate init(_ alert: AcknowledgementStore.Found, _ acknowledgement: Acknowledgement?) {
        alertID = alert.alertID
        alertname = alert.alertname
        jobID = alert.jobID
        jobName = alert.jobName
        self.acknowledgement = acknowledgement
    }
}
