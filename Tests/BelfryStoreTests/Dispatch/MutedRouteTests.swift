import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// A route that a time interval keeps quiet, as the database shows it.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct MutedRouteTests {
    private static func routing(_ intervals: [NamedTimeInterval]) -> DispatchRouting {
        DispatchRouting(
            root: Route(receiver: "ops", routes: [Route(matchers: [], muteTimeIntervals: intervals)]),
            inhibitRules: [],
            channels: ["ops": []]
        )
    }

    @Test func aMutedGroupIsHeldBackLookedAtAgainAndToldOnceNothingMutesIt() async throws {
        try await IngestBench.with("muted_route") { bench async throws in
            let always = NamedTimeInterval(name: "always", specs: [try #require(TimeIntervalSpec())])
            let dispatch = DispatchStore(pool: bench.pool, rules: bench.rules)
            _ = try await bench.writer.commit([IngestBench.attempt("a", status: .failure)])
            let report = try await dispatch.round(Self.routing([always]))
            #expect(report.notifications == 0)
            #expect(report.heldBack == [.muted: 1])
            let next = try #require(report.nextDueAt)
            #expect(next - report.now == .days(1))
            let record: SQL = "SELECT string_agg(suppressed || ' ' || by, ',') FROM belfry.notification_alerts"
            #expect(try await bench.value(String.self, record) == "muted always")
            // Nothing is due before; a start with other intervals looks at it at once.
            #expect(try await dispatch.round(Self.routing([])).notifications == 0)
            #expect(try await dispatch.adopt(Self.routing([])) == 0)
            #expect(try await dispatch.round(Self.routing([])).notifications == 1)
        }
    }

    @Test func whoWasToldHearsTheEndInSpiteOfAMute() async throws {
        try await IngestBench.with("muted_end") { bench async throws in
            let always = NamedTimeInterval(name: "always", specs: [try #require(TimeIntervalSpec())])
            let dispatch = DispatchStore(pool: bench.pool, rules: bench.rules)
            _ = try await bench.writer.commit([IngestBench.attempt("a", status: .failure)])
            #expect(try await dispatch.round(Self.routing([])).notifications == 1)
            _ = try await bench.writer.commit([IngestBench.attempt("b", at: 1)])
            _ = try await bench.pool.withConnection { connection in
                try await connection.script(
                    "UPDATE belfry.notification_groups SET last_notified_at = last_notified_at - interval '1 hour'",
                    name: "test"
                )
            }
            #expect(try await dispatch.round(Self.routing([always])).notifications == 1)
            #expect(
                try await bench.value(String.self, "SELECT reason FROM belfry.notifications ORDER BY 1 DESC LIMIT 1")
                    == "resolved"
            )
        }
    }
}
