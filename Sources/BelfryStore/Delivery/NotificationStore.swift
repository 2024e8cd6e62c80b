public import BelfryCore
internal import Foundation
public import Libpq

/// Notifications somebody asked for: tests, and others once more.
public struct NotificationStore: Sendable {
    /// Why a notification is not sent again.
    public enum Refusal: Error, Hashable {
        /// There is none.
        case notFound
        /// It waits to be sent anyway.
        case pending
        /// None of its channels is configured.
        case notConfigured
    }

    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Queues a test for the channels of a receiver; returns its id after COMMIT.
    ///
    /// A channel that is broken or waits after a failure is tried at once, except where its chat has asked for the wait.
    public func test(_ receiver: String, channels: [String]) async throws -> Int64 {
        try await pool.withConnection { connection in
            try await connection.transaction { connection in
                let (id, now) = try await connection.query(BacklogQueries.identity)[0].decode(Int64.self, Instant.self)
                let content = NotificationContent(
                    receiver: receiver,
                    groupKey: "test",
                    groupLabels: [:],
                    reason: .test,
                    alerts: [],
                    createdAt: now
                )
                let message = DispatchQueries.MessageRow(
                    id: id,
                    receiver: receiver,
                    groupKey: content.groupKey,
                    flushNumber: id,
                    reason: .test,
                    content: try JSONColumn.encode(content),
                    alerts: []
                )
                let write = DispatchQueries.write([message], channels: [receiver: channels], now: now)
                try await connection.pipeline(write + [NotificationQueries.hurry(channels)])
                return id
            }
        }
    }

    /// What a message about an alert would say now, to no receiver yet; nil where there is none by this id or fingerprint.
    public func draft(of reference: AlertReference) async throws -> NotificationContent? {
        try await pool.withConnection { connection in
            let rows = try await connection.query(NotificationQueries.alert(reference))
            guard let alert = try AlertColumns.decode(rows).first else { return nil }
            let now = try await connection.query(BacklogQueries.identity)[0].decode(Int64.self, Instant.self).1
            let background = try await AlertBackground.read(around: [alert], at: now, on: connection)
            return NotificationContent.parts(
                receiver: "",
                groupKey: "preview",
                groupLabels: ["alertname": alert.alertname],
                reason: alert.state == .resolved ? .resolved : .firing,
                alerts: [alert],
                at: now,
                background: background
            ).first
        }
    }

    /// Queues a notification once more, under a new id, for those of its channels that are configured and through with it.
    ///
    /// Returns the new id after COMMIT. Its reason is `resend`, and its group key names the notification it repeats.
    public func resend(_ reference: NotificationReference, channels: [String]) async throws -> Int64 {
        try await pool.withConnection { connection in
            try await connection.transaction { connection in
                let found = try await connection.query(NotificationQueries.deliveries(reference)).map { row in
                    try row.decode(String.self, Int64.self, String.self)
                }
                guard let original = found.first?.1 else { throw Refusal.notFound }
                let configured = found.filter { channels.contains($0.0) }
                guard !configured.isEmpty else { throw Refusal.notConfigured }
                let done = configured.filter { $0.2 != "pending" }.map(\.0)
                guard !done.isEmpty else { throw Refusal.pending }
                let (id, now) = try await connection.query(BacklogQueries.identity)[0].decode(Int64.self, Instant.self)
                try await connection.pipeline(
                    NotificationQueries.copy(original, to: id, channels: done, now: now)
                        + [NotificationQueries.hurry(done)]
                )
                return id
            }
        }
    }

    /// How far a notification has come, by channel; empty where there is none.
    public func standing(of id: Int64) async throws -> [DeliveryStanding] {
        try await pool.withConnection { connection in
            try NotificationQueries.decodeStanding(try await connection.query(NotificationQueries.standing(of: id)))
        }
    }
}
