extension Connection {
    /// How long a `ROLLBACK` may take before the connection is given up instead.
    private static let rollbackTimeout = Duration.seconds(5)

    /// Runs `body` between `BEGIN ISOLATION LEVEL READ COMMITTED` and `COMMIT`, or `ROLLBACK` if it throws.
    ///
    /// Returns only after the server has confirmed the commit; throws `notCommitted` if it answers it with `ROLLBACK`, as it
    /// does when a statement has failed and the body has ignored it. The body may commit itself by ending its last pipeline
    /// with ``Query/commit``, which saves a round trip. Cancellation is heeded up to the commit: a `COMMIT` that is sent is
    /// waited for. The connection must not be used by other tasks meanwhile.
    public func transaction<Value: Sendable>(
        _ body: @Sendable (isolated Connection) async throws -> Value
    ) async throws -> Value {
        guard !isInTransaction else {
            throw PostgresError(.encoding, message: "the connection is in a transaction already")
        }
        try await query(.begin)
        session.hasCommitted = false
        let value: Value
        do {
            value = try await body(self)
            if !session.hasCommitted { try Task.checkCancellation() }
        } catch  where !session.hasCommitted {
            rollBack()
            throw error
        }
        if !session.hasCommitted {
            try commit()
        }
        return value
    }

    private func commit() throws(PostgresError) {
        guard isInTransaction else {
            // COMMIT outside a transaction would be answered with COMMIT all the same.
            guard isUsable else { throw session.lost(queryName: Query.commit.name) }
            throw PostgresError(.notCommitted, message: "the transaction was ended inside its body")
        }
        _ = try session.run([.commit], interrupt: Interrupt(deadline: nil))
    }

    /// Ends the transaction whatever it takes: a connection that cannot is closed, which ends it too.
    func rollBack() {
        guard isInTransaction else { return }
        do {
            let interrupt = Interrupt(deadline: .now + Self.rollbackTimeout)
            _ = try session.run([.rollback], interrupt: interrupt)
        } catch {
            session.disconnect()
        }
    }
}
