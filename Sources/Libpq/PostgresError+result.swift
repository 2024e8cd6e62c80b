import CLibpq

extension PostgresError {
    /// An error the server reported; of kind `connectionLost` if it ends the session.
    init(result: OpaquePointer, queryName: String?) {
        // libpq names a field by a character (PG_DIAG_… in postgres_ext.h), which Swift does not import.
        func field(_ code: Unicode.Scalar) -> String? {
            PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
        }
        let severity = field("V")
        self.init(
            severity == "FATAL" || severity == "PANIC" ? .connectionLost : .server,
            sqlState: field("C").map(SQLState.init),
            message: field("M") ?? Session.trimmed(PQresultErrorMessage(result)),
            detail: field("D"),
            hint: field("H"),
            constraint: field("n"),
            queryName: queryName
        )
        sourceFunction = field("R")
    }
}
