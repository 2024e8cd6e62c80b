import BelfryTestSupport
import Testing

@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct DatabaseUpTests {
    // A replica that is only ever asked for itself would say 0 for good.
    @Test func aScrapeOfTheProcessAloneKnowsThatTheDatabaseAnswers() async throws {
        try await TestDatabase.with(named: "database_up") { database async throws in
            try await RunningServer.with(database) { server async throws in
                var isUp = false
                for _ in 0..<200 where !isUp {
                    isUp = try await server.get("/metrics?collect[]=self").body.contains("\nbelfry_database_up 1\n")
                    if !isUp { try await Task.sleep(for: .milliseconds(50)) }
                }
                #expect(isUp)
            }
        }
    }
}
