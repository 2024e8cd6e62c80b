import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// The alert about a rule without a value goes when the rule does.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct RuleFailureStoreTests {
    private static func rules(_ names: String...) throws -> RuleSet {
        let lines = names.map { "      - {alert: \($0), expr: response_code >= 500}\n" }.joined()
        let text = "groups:\n  - name: g\n    rules:\n" + lines
        return try #require(RuleSet.load([RuleFile(name: "rules.yaml", text: text)]).rules)
    }

    private static let alerts: SQL = """
        SELECT string_agg(
            (labels ->> 'rule') || ' ' || state || coalesce(' ' || resolve_reason, ''), ', ' ORDER BY labels ->> 'rule'
        )
        FROM belfry.alert_episodes
        WHERE alertname = 'RuleEvaluationFailed'
        """

    @Test func itEndsWithTheRuleThatFailed() async throws {
        try await IngestBench.with("rule_failures") { bench async throws in
            let store = RuleFailureStore(pool: bench.pool, rules: bench.rules)
            let before = try Self.rules("First", "Second")
            let after = try Self.rules("Second", "Renamed")
            try await bench.pool.withConnection { try await bench.rules.activate(before, on: $0) }
            #expect(try await store.report(["First": "null", "Second": "null"]))
            #expect(try await bench.value(String.self, Self.alerts) == "First firing, Second firing")
            try await bench.pool.withConnection { try await bench.rules.activate(after, on: $0) }
            #expect(try await bench.value(String.self, Self.alerts) == "First resolved rule_removed, Second firing")
            #expect(
                try await bench.value(
                    Int64.self,
                    "SELECT count(*) FROM belfry.alert_transitions WHERE kind = 'resolved'"
                ) == 1
            )
            // What failed before the reload and is reported after it.
            #expect(try await !store.report(["First": "null"]))
            #expect(try await bench.value(String.self, Self.alerts) == "First resolved rule_removed, Second firing")
        }
    }
}
