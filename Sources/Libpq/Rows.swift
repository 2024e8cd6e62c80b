import CLibpq

/// What one statement returned: its rows, and the tag that says what it did.
///
/// Owns the server's answer in libpq's memory, which is freed once, with the last reference to the rows.
public final class Rows: Sendable, RandomAccessCollection {
    /// The name of the query these are the rows of.
    public let queryName: String
    /// The number of rows.
    public let count: Int

    // A PGresult does not change once libpq has handed it out, and the functions used here only read it; it is freed in
    // deinit, when nobody else can have it.
    nonisolated(unsafe) let result: OpaquePointer

    init(taking result: OpaquePointer, queryName: String) {
        self.result = result
        self.queryName = queryName
        count = Int(PQntuples(result))
    }

    deinit {
        PQclear(result)
    }

    /// The first row's position, 0.
    public var startIndex: Int { 0 }
    /// The position behind the last row.
    public var endIndex: Int { count }

    /// The row at a position.
    public subscript(position: Int) -> Row {
        precondition(position >= 0 && position < count, "row \(position) of \(count)")
        return Row(rows: self, index: position)
    }

    /// What the server says it did, such as `INSERT 0 3`, `SELECT 1` or `COMMIT`.
    public var commandTag: String {
        String(cString: PQcmdStatus(result))
    }

    /// Rows inserted, updated, deleted or selected; 0 for other statements.
    public var affectedRows: Int {
        Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    /// The names of the columns in order.
    public var columnNames: [String] {
        (0..<PQnfields(result)).map { String(cString: PQfname(result, $0)) }
    }

    var status: ExecStatusType { PQresultStatus(result) }
}
