extension Connection {
    /// Notifications a slow consumer may have waiting; older ones are dropped, since they are hints to look, not data.
    private static let notificationBuffer = 256

    /// Listens to a channel and returns what comes, from now on.
    ///
    /// The stream keeps the connection open, and finishes when the connection is lost or closed: then connect anew, listen
    /// anew, and look for what was missed meanwhile. Needs a direct connection, no pooler's, that is used for nothing else.
    public func listen(
        to channel: String
    ) async throws(PostgresError) -> AsyncStream<PostgresNotification> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: PostgresNotification.self,
            bufferingPolicy: .bufferingNewest(Self.notificationBuffer)
        )
        continuation.onTermination = { [self] _ in withExtendedLifetime(self) {} }
        // Before LISTEN, so that nothing that comes right behind its answer is missed.
        session.addListener(continuation, channel: channel)
        do {
            try await query(Query("listen", "LISTEN \(identifier: channel)", prepared: false))
        } catch {
            continuation.finish()
            throw error
        }
        return stream
    }
}
