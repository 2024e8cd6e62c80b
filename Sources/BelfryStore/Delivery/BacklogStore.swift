internal import BelfryCore
public import Libpq

/// Replaces what a channel has not accepted for too long by one digest, so that nobody gets yesterday's messages one by one.
public struct BacklogStore: Sendable {
    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Puts a digest at the head of every channel that has pending notifications older than `DeliveryStore.maximumAge`; an older
    /// digest that is still pending becomes part of it.
    ///
    /// What it replaces is `expired`, each with a row in the delivery log. A channel with an attempt under way is left for the next
    /// call. Returns how many notifications were replaced, by channel.
    public func replace(_ channels: [String]) async throws -> [String: Int] {
        try await pool.withConnection { connection in
            guard try await !connection.query(BacklogQueries.overdue(channels, lock: false)).isEmpty else { return [:] }
            return try await connection.transaction { connection in
                var replaced: [String: Int] = [:]
                for row in try await connection.query(BacklogQueries.overdue(channels, lock: true)) {
                    let (channel, receiver) = try row.decode(String.self, String.self)
                    replaced[channel] = try await Self.replace(channel, of: receiver, on: connection)
                }
                return replaced
            }
        }
    }

    private static func replace(
        _ channel: String,
        of receiver: String,
        on connection: Connection
    ) async throws -> Int {
        let (id, now) = try await connection.query(BacklogQueries.identity)[0].decode(Int64.self, Instant.self)
        let expired = try await connection.query(BacklogQueries.expire(channel, digest: id))
        let v = try expired[0].decode(
            [Int64].self,
            Int64.self,
            Instant.self,
            Instant.self,
            Instant.self
        )
        let read = try await connection.pipeline([
            BacklogQueries.carryAlerts(v.0, to: id, receiver: receiver, now: now), BacklogQueries.alerts(of: id),
        ])
        let alerts = try AlertColumns.decode(read[1])
        let background = try await AlertBackground.read(around: alerts, at: now, on: connection)
        let contents = NotificationContent.parts(
            receiver: receiver,
            groupKey: BacklogQueries.groupKey,
            groupLabels: [:],
            reason: .digest,
            alerts: alerts,
            at: now,
            background: background,
            undelivered: UndeliveredMessages(count: v.1, from: v.2, to: v.3)
        )
        let messages = try DispatchQueries.MessageRow.rows(contents, of: alerts, firstID: id) { index in
            (BacklogQueries.groupKey, id + Int64(index))
        }
        try await connection.pipeline([
            DispatchQueries.insert(messages, now),
            BacklogQueries.queue(messages.map(\.id), channel: channel, createdAt: v.4),
        ])
        return v.0.count
    }
}
