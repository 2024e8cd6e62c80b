import CLibpq

extension Session {
    /// Sends the queries and one Sync, then reads their results, and before them those of what was sent earlier.
    ///
    /// The server runs nothing behind a query that fails. The answers are read to the end in any case, so that the connection
    /// is ready for the next call.
    func run(_ queries: [Query], interrupt: Interrupt) throws(PostgresError) -> [Rows] {
        guard let firstName = queries.first?.name else { return [] }
        if let reason = interrupt.reason() {
            throw PostgresError(reason, message: "cut short before it was sent", queryName: firstName)
        }
        try send(queries)
        return try receive(interrupt: interrupt)
    }

    /// Sends the queries and one Sync.
    func send(_ queries: [Query]) throws(PostgresError) {
        guard let firstName = queries.first?.name else { return }
        for query in queries {
            try Self.check(query)
        }
        let connection = try usableConnection(for: firstName)
        guard PQenterPipelineMode(connection) == 1, let steps = send(queries, over: connection),
            PQflush(connection) >= 0
        else {
            throw lost(queryName: firstName)
        }
        exchanges.append(PipelineExchange(queries: queries, steps: steps))
        finishCall()
    }

    /// Reads the results of everything sent but the last so many exchanges; those of the last one read, or the first failure.
    func receive(leaving later: Int = 0, interrupt: Interrupt) throws(PostgresError) -> [Rows] {
        cancellation = nil
        defer { finishCall() }
        var rows: [Rows] = []
        var failure: PostgresError?
        while exchanges.count > later, let exchange = exchanges.first {
            let later = exchanges.dropFirst()
            do {
                rows = try receive(exchange, interrupt: interrupt)
            } catch {
                var error = error
                if connection == nil {
                    // With it, the answers to what was sent later are lost.
                    exchanges = []
                    let hasCommit = later.contains { $0.queries.contains(where: \.isCommit) }
                    if hasCommit, error.underlying == nil { error.commitOutcomeUnknown = true }
                }
                failure = failure ?? error
            }
        }
        settleCancellation()
        if let failure { throw failure }
        return rows
    }

    /// Reads the results of the exchange that was sent first.
    private func receive(_ exchange: PipelineExchange, interrupt: Interrupt) throws(PostgresError) -> [Rows] {
        var answers = PipelineAnswers(queries: exchange.queries)
        do {
            let connection = try usableConnection(for: exchange.queries.first?.name)
            for step in exchange.steps {
                try receive(step, over: connection, interrupt: interrupt, into: &answers)
            }
            try receiveSync(over: connection, interrupt: interrupt)
        } catch {
            throw answers.explain(error)
        }
        return try answers.rows(cancellation: cancellation)
    }

    /// Publishes the state a call has left the connection in.
    func finishCall() {
        guard let connection else { return status.setInTransaction(false) }
        deliverNotifications()
        status.setInTransaction(PQtransactionStatus(connection) != PQTRANS_IDLE)
    }

    private static func check(_ query: Query) throws(PostgresError) {
        func refuse(_ message: String) -> PostgresError {
            PostgresError(.encoding, message: message, queryName: query.name)
        }
        if query.sql.text.utf8.contains(0) {
            throw refuse("the statement holds U+0000")
        }
        if query.sql.parameters.count > Int(UInt16.max) {
            throw refuse("the statement has more than 65535 parameters")
        }
        let size = query.sql.parameters.reduce(0) { $0 + ($1.bytes?.count ?? 0) }
        if size > 1 << 30 {
            throw refuse("the parameters are larger than a message may be, 1 GiB")
        }
    }

    /// Hands everything to libpq, which sends what the socket takes; nil if the connection is no good.
    private func send(_ queries: [Query], over connection: OpaquePointer) -> [PipelineStep]? {
        var steps: [PipelineStep] = []
        steps.reserveCapacity(queries.count + 1)
        var fresh: [StatementCache.Key: String] = [:]
        for (index, query) in queries.enumerated() {
            guard query.prepared, configuration.preparedStatements else {
                guard query.sql.send(over: connection, statement: nil) else { return nil }
                steps.append(.execute(query: index, key: nil))
                continue
            }
            let key = StatementCache.Key(query.sql)
            var entry = statements.entry(for: key, queryName: query.name)
            if let name = fresh[key] { entry = .prepared(name) }
            switch entry {
            case .prepared(let name):
                guard query.sql.send(over: connection, statement: name) else { return nil }
                steps.append(.execute(query: index, key: key))
            case .new(let name):
                fresh[key] = name
                guard
                    PQsendPrepare(connection, name, query.sql.text, Int32(key.types.count), key.types) == 1,
                    query.sql.send(over: connection, statement: name)
                else { return nil }
                steps.append(.prepare(query: index, key: key, name: name))
                steps.append(.execute(query: index, key: key))
            case .unprepared:
                guard query.sql.send(over: connection, statement: nil) else { return nil }
                steps.append(.execute(query: index, key: nil))
            }
        }
        return PQpipelineSync(connection) == 1 ? steps : nil
    }

    private func receive(
        _ step: PipelineStep,
        over connection: OpaquePointer,
        interrupt: Interrupt,
        into answers: inout PipelineAnswers
    ) throws(PostgresError) {
        let query = answers.queries[step.query]
        guard let rows = try nextResult(connection, queryName: query.name, interrupt: interrupt) else {
            throw lost(queryName: query.name)
        }
        switch rows.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            switch step {
            case .prepare(_, let key, let name):
                statements.insert(key, name: name)
            case .execute:
                if answers.append(rows, for: query) { hasCommitted = true }
            }
        case PGRES_PIPELINE_ABORTED:
            break
        default:
            var error = PostgresError(result: rows.result, queryName: query.name)
            if error.kind == .connectionLost || PQstatus(connection) == CONNECTION_BAD {
                throw lost(queryName: query.name, cause: error)
            }
            guard rows.status == PGRES_FATAL_ERROR else {
                throw lost(queryName: query.name, cause: error)
            }
            error.isStatementStale = forgetStatement(of: step, after: error)
            answers.fail(error)
        }
        guard try nextResult(connection, queryName: query.name, interrupt: interrupt) == nil else {
            throw lost(queryName: query.name)
        }
    }

    private func receiveSync(over connection: OpaquePointer, interrupt: Interrupt) throws(PostgresError) {
        let sync = try nextResult(connection, queryName: "sync", interrupt: interrupt)
        guard let sync, sync.status == PGRES_PIPELINE_SYNC else {
            throw lost(queryName: nil, cause: sync.map { PostgresError(result: $0.result, queryName: nil) })
        }
        exchanges.removeFirst()
        guard exchanges.isEmpty else { return }
        guard PQgetResult(connection) == nil, PQexitPipelineMode(connection) == 1 else {
            throw lost(queryName: nil)
        }
    }

    /// Forgets a statement the server does not know, or whose columns have changed under it; returns whether it did.
    private func forgetStatement(of step: PipelineStep, after error: PostgresError) -> Bool {
        guard case .execute(_, let key?) = step else { return false }
        switch error.sqlState {
        case .invalidStatementName:
            statements.removeAll()
            return true
        case .featureNotSupported where error.sourceFunction == "RevalidateCachedQuery":
            statements.remove(key)
            return true
        default:
            return false
        }
    }
}
