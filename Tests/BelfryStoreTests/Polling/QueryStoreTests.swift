import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// Rules about the rows of a query.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct QueryStoreTests {
    private func rules(_ query: String, expr: String? = nil, every: String = "10s") -> String {
        """
        groups:
          - name: queries
            rules:
              - alert: Query
                on: query
                every: \(every)
                query: \(query)
                \(expr.map { "expr: \($0)" } ?? "remind: 1h")
                annotations: {summary: "{{cron_job_name}} {{value}}"}
        """
    }

    private func open(_ bench: IngestBench) async throws -> [String] {
        try await bench.pool.withConnection { connection in
            let rows = try await connection.query(
                Query(
                    "test",
                    """
                    SELECT job_id || ' ' || (labels - 'alertname' - 'severity')::text || ' ' || (annotations ->> 'summary')
                    FROM belfry.open_alerts ORDER BY 1
                    """,
                    prepared: false
                )
            )
            return try rows.map { try $0.decode(String.self) }
        }
    }

    @Test func eachRowThatFulfilsTheConditionIsAnAlert() async throws {
        let query = "SELECT job_id, last_status, consecutive_failures AS value FROM jobs"
        try await IngestBench.with("rows", rules: rules(query, expr: "value > 1.0")) { bench async throws in
            _ = try await bench.writer.commit([
                IngestBench.attempt("a", at: 0, status: .failure), IngestBench.attempt("b", at: 1, status: .failure),
                IngestBench.attempt("c", job: "job-2", status: .failure),
            ])
            #expect(try await QueryStore(pool: bench.pool, rules: bench.rules).decideDue().hasTransitions)
            let found = try await open(bench)
            #expect(
                found == [
                    "job-1 {\"cron_job_id\": \"job-1\", \"last_status\": \"failure\", \"cron_job_name\": \"Report\"} Report 2"
                ]
            )
            _ = try await bench.writer.commit([IngestBench.attempt("d", at: 2)])
            #expect(try await QueryStore(pool: bench.pool, rules: bench.rules).decideDue().hasTransitions)
            #expect(try await open(bench) == [])
        }
    }

    @Test func aQueryNeedsNoJob() async throws {
        try await IngestBench.with("nojob", rules: rules("SELECT 'disk' AS what, 7 AS value")) { bench async throws in
            _ = try await QueryStore(pool: bench.pool, rules: bench.rules).decideDue()
            let found = try await open(bench)
            #expect(found == [" {\"what\": \"disk\"}  7"])
        }
    }

    @Test func itIsAskedOnlySoOften() async throws {
        try await IngestBench.with("often", rules: rules("SELECT 1 AS value", every: "1h")) { bench async throws in
            let store = QueryStore(pool: bench.pool, rules: bench.rules)
            #expect(try await store.decideDue().hasTransitions)
            try await bench.pool.withConnection { connection in
                try await connection.script("DELETE FROM belfry.alert_episodes", name: "test")
            }
            #expect(try await store.decideDue().hasTransitions == false)
        }
    }

    @Test(arguments: [
        ("SELECT * FROM no_such_table", "no_such_table"), ("DELETE FROM belfry.executions", "syntax error"),
        ("SELECT 1; DROP SCHEMA belfry CASCADE", "syntax error"),
        ("SELECT nextval('batch_ids') AS value", "permission denied"),
        ("SELECT set_config('statement_timeout', '0', false) AS s, pg_sleep(20) AS value", "timeout"),
        ("SELECT g AS value FROM generate_series(1, 2000) AS g", "more than 1000 rows"),
    ])
    func whatTheDatabaseRefusesIsReportedWithItsPlace(query: String, message: String) async throws {
        try await IngestBench.with("refused") { bench async throws in
            let file = RuleFile(name: "rules.yaml", text: rules("\"\(query)\""))
            let loaded = try #require(RuleSet.load([file]).rules)
            await #expect {
                try await bench.pool.withConnection { connection in
                    try await bench.rules.activate(loaded, on: connection)
                }
            } throws: { error in
                "\(error)".contains("rules.yaml:4: error: group \"queries\", rule \"Query\", query: ")
                    && "\(error)".contains(message)
            }
            #expect(try await bench.value(Bool.self, "SELECT to_regclass('belfry.executions') IS NOT NULL"))
        }
    }
}
