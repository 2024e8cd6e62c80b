/// A named statement ready to be sent.
public struct Query: Sendable {
    /// A constant that says which statement this is, in errors and in the server's list of prepared statements.
    public let name: String
    /// The statement with its parameters; exactly one statement.
    public let sql: SQL
    /// Whether the connection may keep the statement prepared; false for text that is different every time.
    public let prepared: Bool

    /// Names a statement.
    public init(_ name: String, _ sql: SQL, prepared: Bool = true) {
        self.name = name
        self.sql = sql
        self.prepared = prepared
    }

    /// Opens a `READ COMMITTED` transaction, whatever the server's default is.
    public static let begin = Query("begin", "BEGIN ISOLATION LEVEL READ COMMITTED")
    /// Commits; ``Connection/query(_:deadline:)`` and `pipeline` throw if the server answers it with `ROLLBACK`.
    public static let commit = Query("commit", "COMMIT")
    /// Rolls back.
    public static let rollback = Query("rollback", "ROLLBACK", prepared: false)

    /// Whether the statement ends a transaction by committing it.
    var isCommit: Bool {
        // The longest spelling is COMMIT TRANSACTION AND NO CHAIN; no longer text needs looking at.
        guard sql.text.utf8.count <= 64 else { return false }
        let words = sql.text.uppercased().split { !$0.isLetter }
        // COMMIT PREPARED ends another transaction than the connection's own.
        return (words.first == "COMMIT" || words.first == "END") && words.dropFirst().first != "PREPARED"
    }
}
