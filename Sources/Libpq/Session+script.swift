import CLibpq

extension Session {
    /// Runs several statements by the simple protocol; they are one transaction unless the text says otherwise.
    func run(script text: String, name: String, interrupt: Interrupt) throws(PostgresError) {
        guard !text.utf8.contains(0) else {
            throw PostgresError(.encoding, message: "the script holds U+0000", queryName: name)
        }
        let connection = try usableConnection(for: name)
        if let reason = interrupt.reason() {
            throw PostgresError(reason, message: "cut short before it was sent", queryName: name)
        }
        cancellation = nil
        defer { finishCall() }
        guard PQsendQuery(connection, text) == 1 else { throw lost(queryName: name) }
        var failure: PostgresError?
        while let rows = try nextResult(connection, queryName: name, interrupt: interrupt) {
            switch rows.status {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
                continue
            case PGRES_FATAL_ERROR:
                let error = PostgresError(result: rows.result, queryName: name)
                if error.kind == .connectionLost || PQstatus(connection) == CONNECTION_BAD {
                    throw lost(queryName: name, cause: error)
                }
                failure = failure ?? error
            default:
                // COPY would wait for data that nobody sends.
                throw lost(
                    queryName: name,
                    cause: PostgresError(.encoding, message: "COPY in a script, which cannot be answered")
                )
            }
        }
        settleCancellation()
        guard var failure else { return }
        if let cancellation, failure.sqlState == .queryCanceled { failure.kind = cancellation.reason }
        throw failure
    }
}
