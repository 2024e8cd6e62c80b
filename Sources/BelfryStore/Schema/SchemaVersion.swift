public import Libpq

/// What the database says of its schema.
public enum SchemaVersion {
    /// The oldest schema version a binary may have been built for and still write; answered within two seconds or not at all.
    public static func compatible(on connection: Connection) async throws -> Int {
        let rows = try await connection.query(
            Query("schema.compatible", "SELECT compatible_version FROM belfry.control"),
            deadline: .now + .seconds(2)
        )
        return Int(try rows[0].decode(Int32.self))
    }
}
