extension Connection {
    /// Reads a query's rows in batches, so that no more than one batch is in memory.
    ///
    /// Uses a cursor, in a read-only transaction of its own or in the one that is open; the query has to be a `SELECT`,
    /// `VALUES` or `TABLE`. The server does nothing while `body` runs. The body may run other queries on the connection if it
    /// is in a transaction of the caller's.
    public nonisolated(nonsending) func forEachBatch(
        _ query: Query,
        rows batch: Int = 1000,
        _ body: nonisolated(nonsending) (Rows) async throws -> Void
    ) async throws {
        precondition(batch > 0, "a batch of \(batch) rows")
        let ownsTransaction = !isInTransaction
        let begin = Query("begin", "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY", prepared: false)
        // One name for each query: two streams may be open in one transaction.
        let cursor: SQL = "\(identifier: "stream " + query.name)"
        let open = Query(query.name, "DECLARE \(cursor) NO SCROLL CURSOR FOR \(query.sql)", prepared: false)
        let count = "\(batch)"
        let fetch = Query(query.name, "FETCH FORWARD \(SQL(stringLiteral: count)) FROM \(cursor)", prepared: false)
        do {
            var results = try await pipeline(ownsTransaction ? [begin, open, fetch] : [open, fetch])
            while let rows = results.popLast(), !rows.isEmpty {
                try await body(rows)
                guard rows.count == batch else { break }
                results = [try await self.query(fetch)]
            }
            let close = Query(query.name, "CLOSE \(cursor)", prepared: false)
            _ = try await pipeline(ownsTransaction ? [close, .commit] : [close])
        } catch {
            if ownsTransaction { await rollBack() }
            throw error
        }
    }

    /// Reads a query's rows one by one, in memory for one batch; see ``forEachBatch(_:rows:_:)``.
    public nonisolated(nonsending) func forEachRow(
        _ query: Query,
        batch: Int = 1000,
        _ body: (Row) throws -> Void
    ) async throws {
        try await forEachBatch(query, rows: batch) { rows in
            for row in rows {
                try body(row)
            }
        }
    }
}
