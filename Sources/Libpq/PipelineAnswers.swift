/// What has come back of a pipeline so far.
struct PipelineAnswers {
    let queries: [Query]
    private var rows: [Rows] = []
    private var failure: PostgresError?

    init(queries: [Query]) {
        self.queries = queries
        rows.reserveCapacity(queries.count)
    }

    /// Keeps a query's rows; returns whether they confirm a commit, and counts a refused commit as a failure.
    mutating func append(_ rows: Rows, for query: Query) -> Bool {
        self.rows.append(rows)
        guard query.isCommit else { return false }
        guard rows.commandTag == "COMMIT" else {
            fail(.notCommitted(answer: rows.commandTag, queryName: query.name))
            return false
        }
        return true
    }

    /// Keeps the first failure; the others follow from it.
    mutating func fail(_ error: PostgresError) {
        failure = failure ?? error
    }

    /// Completes an error that ended the exchange early with what it means for the queries.
    func explain(_ error: PostgresError) -> PostgresError {
        var error = error
        if let failure {
            error.underlying = failure
            error.queryName = failure.queryName
        } else if queries.dropFirst(rows.count).contains(where: \.isCommit) {
            error.commitOutcomeUnknown = true
        }
        return error
    }

    /// The rows of all queries, or the first failure.
    func rows(cancellation: Cancellation?) throws(PostgresError) -> [Rows] {
        guard var failure else { return rows }
        if let cancellation, failure.sqlState == .queryCanceled { failure.kind = cancellation.reason }
        throw failure
    }
}

extension PostgresError {
    static func notCommitted(answer: String, queryName: String) -> PostgresError {
        PostgresError(
            .notCommitted,
            message: "COMMIT was answered with \(answer): the transaction had failed",
            queryName: queryName
        )
    }
}
