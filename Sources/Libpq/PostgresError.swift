/// What a connection, a pool or a result throws.
public struct PostgresError: Error, Sendable, CustomStringConvertible {
    /// Where the failure was seen.
    public enum Kind: String, Hashable, Sendable {
        /// The connection string is not valid.
        case configuration
        /// No connection could be made.
        case connectionFailed
        /// The connection broke, or was already unusable; ``PostgresError/sqlState`` is of class 08 or says why it ended.
        case connectionLost
        /// The server refused a statement; the connection is usable.
        case server
        /// The task was cancelled.
        case cancelled
        /// The call's deadline passed.
        case deadlineExceeded
        /// `COMMIT` was answered with `ROLLBACK`, or the transaction ended early: nothing was committed.
        case notCommitted
        /// Nothing was sent: a statement that cannot be sent as it is, or a transaction inside a transaction.
        case encoding
        /// A column's value could not be read.
        case decoding
        /// The pool had no connection to lend in time.
        case poolTimeout
        /// The pool is closed.
        case poolClosed
    }

    /// Where the failure was seen.
    public var kind: Kind
    /// The server's code, or the one of class 08 that fits where the server said nothing.
    public var sqlState: SQLState?
    /// The primary message.
    public var message: String
    /// The server's detail; may quote stored values, so it is not part of the description.
    public var detail: String?
    /// The server's hint.
    public var hint: String?
    /// The constraint that was violated.
    public var constraint: String?
    /// The name of the query that failed, in a pipeline the first one.
    public var queryName: String?
    /// Whether a `COMMIT` was in flight when its answer was lost: it may or may not have happened.
    ///
    /// A statement outside a transaction block commits by itself, and is in the same doubt when the connection is lost.
    public var commitOutcomeUnknown: Bool
    /// Whether the server no longer takes a prepared statement, which is prepared anew at its next use.
    ///
    /// So it is behind a pooler's `DISCARD ALL`, or after a change to a table the statement selects from.
    public internal(set) var isStatementStale = false
    /// The error behind this one.
    public var underlying: (any Error)?

    /// The function of the server that reported the error, which tells apart what shares a code.
    var sourceFunction: String?

    /// Describes a failure.
    public init(
        _ kind: Kind,
        sqlState: SQLState? = nil,
        message: String,
        detail: String? = nil,
        hint: String? = nil,
        constraint: String? = nil,
        queryName: String? = nil,
        commitOutcomeUnknown: Bool = false,
        underlying: (any Error)? = nil
    ) {
        self.kind = kind
        self.sqlState = sqlState
        self.message = message
        self.detail = detail
        self.hint = hint
        self.constraint = constraint
        self.queryName = queryName
        self.commitOutcomeUnknown = commitOutcomeUnknown
        self.underlying = underlying
    }

    /// Whether the connection is gone or could not be made.
    public var isConnectionLoss: Bool {
        kind == .connectionLost || kind == .connectionFailed || (sqlState?.isConnectionLoss ?? false)
    }

    /// Whether the same work may succeed when it is run again; false for what the caller itself cut short.
    public var isRetryable: Bool {
        switch kind {
        case .cancelled, .deadlineExceeded, .poolClosed: false
        case .connectionFailed, .connectionLost, .poolTimeout: true
        case .server: isStatementStale || (sqlState?.isRetryable ?? false)
        case .configuration, .notCommitted, .encoding, .decoding: false
        }
    }

    /// Whether the values sent are at fault, so that a batch can be bisected for them.
    public var isDataError: Bool {
        sqlState?.isDataError ?? false
    }

    /// One line: query, message, code, constraint and hint; holds no detail, no parameters and no password.
    public var description: String {
        var line = queryName.map { "query \($0): " } ?? ""
        line += message
        if let sqlState { line += " (\(sqlState))" }
        if let constraint { line += ", constraint \(constraint)" }
        if let hint { line += "; \(hint)" }
        if commitOutcomeUnknown { line += "; the commit's outcome is unknown" }
        if let underlying { line += ": \(underlying)" }
        return line
    }
}
