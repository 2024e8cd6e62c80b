/// A connection to a PostgreSQL server, on a thread of its own: its calls never block Swift's threads.
///
/// Calls are run in the order they come, one at a time. Values are encoded where the query is made, not on the thread.
/// A call that is cut short, by its task's cancellation or its deadline, sends the server a cancel request and waits for its
/// answer for up to two seconds; if none comes the connection is given up and ``isUsable`` false. A connection that is lost
/// stays lost: every later call throws `connectionLost`.
public actor Connection {
    private let thread: ConnectionThread
    let session: Session

    /// The connection's thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    private init(configuration: ConnectionConfiguration) throws(PostgresError) {
        session = try Session(configuration: configuration)
        thread = ConnectionThread(session: session)
    }

    deinit {
        thread.stop()
    }

    /// Connects; throws `connectionFailed` when every host has refused or not answered within the configuration's timeout.
    ///
    /// Throws `cancelled` or `deadlineExceeded` at once; what libpq is doing then ends by itself, on its own thread.
    public static func connect(
        _ configuration: ConnectionConfiguration,
        deadline: ContinuousClock.Instant? = nil
    ) async throws(PostgresError) -> Connection {
        let connection = try Connection(configuration: configuration)
        let outcome = ConnectOutcome()
        let session = connection.session
        guard connection.thread.start() else {
            throw PostgresError(
                .connectionFailed,
                sqlState: .cannotConnect,
                message: "no thread could be started"
            )
        }
        connection.thread.perform {
            outcome.finish(Result { () throws(PostgresError) in try session.connect() })
        }
        try await outcome.value(until: deadline).get()
        return connection
    }

    /// Whether statements can be sent; becomes false by itself when the server hangs up.
    public nonisolated var isUsable: Bool { session.status.isUsable }

    /// Whether the last call left a transaction block open.
    public nonisolated var isInTransaction: Bool { session.status.isInTransaction }

    /// The server process of this connection, as in `pg_stat_activity.pid`.
    public nonisolated var backendPID: Int32 { session.status.backendPID }

    /// Runs one statement in one round trip, including its preparation at its first use.
    @discardableResult
    public func query(
        _ query: Query,
        deadline: ContinuousClock.Instant? = nil
    ) async throws(PostgresError) -> Rows {
        let results = try await pipeline([query], deadline: deadline)
        return results[0]
    }

    /// Runs all queries in one round trip and returns their rows in order.
    ///
    /// The first failing query's error is thrown and the queries behind it are not run. Adds no `BEGIN` and `COMMIT`: outside
    /// a transaction block the whole pipeline is one transaction. A ``Query/commit`` in it that the server answers with
    /// `ROLLBACK` throws `notCommitted`; one whose answer is lost sets ``PostgresError/commitOutcomeUnknown``.
    @discardableResult
    public func pipeline(
        _ queries: [Query],
        deadline: ContinuousClock.Instant? = nil
    ) async throws(PostgresError) -> [Rows] {
        let session = session
        return try await interruptible(deadline: deadline) { interrupt throws(PostgresError) in
            try session.run(queries, interrupt: interrupt)
        }
    }

    /// Sends queries in one pipeline and does not wait, so that the server works while this process does something else.
    ///
    /// Their answers come with ``answers(deadline:)``, or with the next query, which throws their failure before its own.
    public func send(_ queries: [Query]) throws(PostgresError) {
        try session.send(queries)
    }

    /// Waits for everything sent, but for what the last `later` calls of ``send(_:)`` sent; the rows of the last one waited for.
    ///
    /// Throws the first failure of all, after every answer but those has been read. Where the connection is lost, so are they.
    @discardableResult
    public func answers(
        leaving later: Int = 0,
        deadline: ContinuousClock.Instant? = nil
    ) async throws(PostgresError) -> [Rows] {
        let session = session
        return try await interruptible(deadline: deadline) { interrupt throws(PostgresError) in
            try session.receive(leaving: later, interrupt: interrupt)
        }
    }

    /// Runs a text of several statements without parameters by the simple protocol, as migrations need it.
    ///
    /// Outside a transaction block the text is one transaction, unless it holds `BEGIN` and `COMMIT` itself. `name` appears
    /// in errors.
    public func script(
        _ text: String,
        name: String,
        deadline: ContinuousClock.Instant? = nil
    ) async throws(PostgresError) {
        let session = session
        try await interruptible(deadline: deadline) { interrupt throws(PostgresError) in
            try session.run(script: text, name: name, interrupt: interrupt)
        }
    }

    /// Closes the connection; every later call throws.
    public func close() async {
        session.disconnect()
    }

    /// Runs a call on this thread in such a way that the task's cancellation reaches it.
    private func interruptible<Value: Sendable>(
        deadline: ContinuousClock.Instant?,
        _ call: (Interrupt) throws(PostgresError) -> Value
    ) async throws(PostgresError) -> Value {
        let interrupt = Interrupt(deadline: deadline)
        let result = await withTaskCancellationHandler {
            // A closure that did not capture self would not be isolated to it, and would run on one of Swift's threads.
            assertIsolated()
            return Result { () throws(PostgresError) in try call(interrupt) }
        } onCancel: { [pipe = session.pipe] in
            interrupt.cancel()
            pipe.wake()
        }
        return try result.get()
    }
}
