import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// The alert about refused signatures in the database.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct WebhookRejectionStoreTests {
    private static func report(_ bench: IngestBench) async throws -> WebhookRejectionDecider.Report {
        let now = try await bench.value(Instant.self, "SELECT clock_timestamp()")
        return WebhookRejectionDecider.Report(refused: 3, since: now - .minutes(15), reason: "signed with none")
    }

    private static func alerts(_ bench: IngestBench) async throws -> String {
        try await bench.value(
            String?.self,
            """
            SELECT string_agg(alertname || ' ' || state || coalesce(' ' || resolve_reason, ''), ', ' ORDER BY alert_id)
            FROM belfry.alert_episodes
            """
        ) ?? ""
    }

    @Test func itFiresOnceADayAndEndsWithTheFirstAcceptedSignature() async throws {
        try await IngestBench.with("rejections") { bench async throws in
            let store = WebhookRejectionStore(pool: bench.pool)
            let report = try await Self.report(bench)
            #expect(try await !store.accepted())
            #expect(try await store.report(report))
            #expect(try await !store.report(report))
            #expect(try await Self.alerts(bench) == "WebhooksRejected firing")
            #expect(try await store.accepted())
            #expect(try await Self.alerts(bench) == "WebhooksRejected resolved ended")
            #expect(try await !store.report(report))
        }
    }

    @Test func itDoesNotFireWhereAnotherReplicaReceives() async throws {
        try await IngestBench.with("rejected_here") { bench async throws in
            _ = try await bench.writer.commit([IngestBench.attempt("a")])
            #expect(try await !WebhookRejectionStore(pool: bench.pool).report(try await Self.report(bench)))
        }
    }

    @Test func aReloadOfTheRulesLeavesItAlone() async throws {
        try await IngestBench.with("rejections_reload") { bench async throws in
            _ = try await WebhookRejectionStore(pool: bench.pool).report(try await Self.report(bench))
            let text = "groups: [{name: g, rules: [{alert: Other, expr: status != \"success\"}]}]"
            let rules = try #require(RuleSet.load([RuleFile(name: "new.yaml", text: text)]).rules)
            try await bench.pool.withConnection { connection in
                try await bench.rules.activate(rules, on: connection)
            }
            #expect(try await Self.alerts(bench) == "WebhooksRejected firing")
        }
    }

    @Test(arguments: BuiltInAlerts.alertnames) func noRuleCanHaveItsName(name: String) {
        let text = "groups: [{name: g, rules: [{alert: \(name), expr: status != \"success\"}]}]"
        let loaded = RuleSet.load([RuleFile(name: "new.yaml", text: text)])
        #expect(loaded.problems.contains { $0.message.contains("alert of Belfry's own") })
    }
}
