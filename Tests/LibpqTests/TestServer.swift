import Foundation
import Libpq
import Testing

/// The PostgreSQL server the tests run against, named by `BELFRY_TEST_DATABASE_URL`.
enum TestServer {
    static let url = ProcessInfo.processInfo.environment["BELFRY_TEST_DATABASE_URL"]

    static var isAvailable: Bool { url != nil }

    static func configuration(preparedStatements: Bool = true) throws -> ConnectionConfiguration {
        try ConnectionConfiguration(
            connectionString: try #require(url),
            applicationName: "libpq-tests",
            preparedStatements: preparedStatements
        )
    }

    static func connect(preparedStatements: Bool = true) async throws -> Connection {
        try await Connection.connect(configuration(preparedStatements: preparedStatements))
    }

    /// Ends another session, as an administrator or a crash would.
    static func terminate(_ pid: Int32) async throws {
        let administrator = try await connect()
        try await administrator.query(Query("terminate", "SELECT pg_terminate_backend(\(pid))"))
        await administrator.close()
    }

    /// Waits until `condition` holds, for ten seconds at most.
    static func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < end {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(5))
        }
        return false
    }
}

/// The error `body` throws, which the test goes on to look at.
func postgresError<Value>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: () async throws -> Value,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws -> PostgresError {
    do {
        _ = try await body()
    } catch let error as PostgresError {
        return error
    }
    Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    throw CancellationError()
}
