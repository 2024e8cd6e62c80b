import Foundation
import Libpq

/// An empty database of one suite or test, on the server of ``TestPostgres``.
public struct TestDatabase: Sendable {
    /// Its name: what was asked for with a random end, so that runs and suites never meet.
    public let name: String
    /// The connection string of the server's superuser on this database.
    public let connectionString: String

    private let serverURL: String

    /// Makes the database; throws when there is no server or it refuses.
    public static func create(named stem: String) async throws -> TestDatabase {
        guard let url = TestPostgres.url, var components = URLComponents(string: url) else {
            throw TestDatabaseUnavailable()
        }
        let name = "test_\(stem)_\(UUID().uuidString.prefix(8))".lowercased()
        components.path = "/" + name
        guard let connectionString = components.string else { throw TestDatabaseUnavailable() }
        let database = TestDatabase(name: name, connectionString: connectionString, serverURL: url)
        try await database.onServer("CREATE DATABASE \"\(name)\"")
        return database
    }

    /// Makes a database, hands it to `body`, and drops it however `body` ends.
    public static func with<Value>(
        named stem: String,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (TestDatabase) async throws -> Value
    ) async throws -> Value {
        let database = try await create(named: stem)
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(database))
        } catch {
            result = .failure(error)
        }
        try await database.drop()
        return try result.get()
    }

    /// Drops the database and ends the connections it still has.
    public func drop() async throws {
        try await onServer("DROP DATABASE IF EXISTS \"\(name)\" WITH (FORCE)")
    }

    private func onServer(_ statement: String) async throws {
        let connection = try await Connection.connect(ConnectionConfiguration(connectionString: serverURL))
        do {
            try await connection.script(statement, name: name)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }
}
