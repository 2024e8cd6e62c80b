import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// What a restored copy tells of the past: nothing.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct RestoredPastTests {
    @Test func openAlertsStandAndNobodyIsToldOfThem() async throws {
        try await IngestBench.with("restored") { bench async throws in
            _ = try await bench.writer.commit([IngestBench.attempt("a", status: .failure)])
            try await bench.pool.withConnection { connection in
                #expect(try await !RestoredPast.isEmpty(connection))
                try await RestoredPast.close(on: connection)
            }
            #expect(try await bench.value(String.self, "SELECT state FROM belfry.open_alerts") == "firing")
            let owed = try await bench.value(
                Int64.self,
                "SELECT count(*) FROM belfry.alert_transitions WHERE processed_at IS NULL"
            )
            #expect(owed == 0)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") == 1)
        }
    }

    @Test func aDatabaseWithoutASchemaIsEmpty() async throws {
        try await TestDatabase.with(named: "empty") { database async throws in
            let configuration = try ConnectionConfiguration(connectionString: database.connectionString)
            let connection = try await Connection.connect(configuration)
            #expect(try await RestoredPast.isEmpty(connection))
            await connection.close()
        }
    }
}
