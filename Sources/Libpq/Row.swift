import CLibpq

/// One row of a result.
public struct Row: Sendable {
    let rows: Rows
    let index: Int

    /// Reads the row's columns from left to right, one for each type; further columns are left alone.
    ///
    /// ```swift
    /// let (id, startedAt) = try row.decode(Int64.self, PostgresTimestamp?.self)
    /// ```
    public func decode<each Value: PostgresDecodable>(
        _ types: repeat (each Value).Type
    ) throws(PostgresError) -> (repeat each Value) {
        var column: Int32 = -1
        func next<Next: PostgresDecodable>(_ type: Next.Type) throws -> Next {
            column += 1
            guard column < PQnfields(rows.result) else { throw missing("number \(column + 1)") }
            return try value(at: column)
        }
        do {
            return (repeat try next((each Value).self))
        } catch let error as PostgresError {
            throw error
        } catch {
            throw failure("", underlying: error)
        }
    }

    /// Reads the row's first column.
    public func decode<Value: PostgresDecodable>(_ type: Value.Type) throws(PostgresError) -> Value {
        guard PQnfields(rows.result) > 0 else { throw missing("number 1") }
        return try value(at: 0)
    }

    /// Reads the first column with this name.
    public func get<Value: PostgresDecodable>(
        _ column: String,
        as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        for index in 0..<PQnfields(rows.result) where String(cString: PQfname(rows.result, index)) == column {
            return try value(at: index)
        }
        throw missing(column)
    }

    private func value<Value: PostgresDecodable>(at column: Int32) throws(PostgresError) -> Value {
        // The cell borrows the result's memory.
        defer { withExtendedLifetime(rows) {} }
        do {
            return try Value(from: cell(at: column))
        } catch {
            throw failure(String(cString: PQfname(rows.result, column)), underlying: error)
        }
    }

    private func cell(at column: Int32) -> PostgresCell {
        let oid = PQftype(rows.result, column)
        let row = Int32(truncatingIfNeeded: index)
        guard PQgetisnull(rows.result, row, column) == 0 else { return PostgresCell(oid: oid, bytes: nil) }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(rows.result, row, column),
            count: Int(PQgetlength(rows.result, row, column))
        )
        return PostgresCell(oid: oid, bytes: bytes)
    }

    private func missing(_ column: String) -> PostgresError {
        failure(column, underlying: PostgresDecodingError.noColumn(column))
    }

    private func failure(_ column: String, underlying: any Error) -> PostgresError {
        PostgresError(
            .decoding,
            message: "row \(index), column \(column) \(underlying)",
            queryName: rows.queryName
        )
    }
}
