import BelfryCore
import BelfryStore
import BelfryTestSupport
import Foundation
import Libpq
import Testing

@testable import BelfryServer

/// Every query of every dashboard, on a database with history and, for syntax and names, with promtool.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct DashboardQueryTests {
    /// Sends what a day of three jobs looks like: successes, a retry that helped, a failure for good, a chat that refuses once.
    private static func makeHistory(_ server: RunningServer, now: Date) async throws {
        func post(
            _ job: String,
            _ id: String,
            _ status: String,
            minutesAgo: Double,
            attempt: Int = 0,
            retryIn: Double? = nil
        ) async throws {
            let at = now.addingTimeInterval(-60 * minutesAgo)
            let retry = retryIn.map { "\"\(at.addingTimeInterval(60 * $0).formatted(.iso8601))\"" } ?? "null"
            let body = """
                {"cron_job_id":"\(job)","cron_job_name":"Job \(job)","execution_id":"\(id)","status":"\(status)",\
                "executed_at":"\(at.formatted(.iso8601))","response_code":\(status == "success" ? 200 : 500),\
                "response_time_ms":\(Int(minutesAgo)),"response_body":null,\
                "error_message":\(status == "success" ? "null" : "\"Endpoint returned status code 500\""),\
                "retry_attempt":\(attempt),"next_retry_at":\(retry)}
                """
            #expect(try await server.post(body) == 200, "\(id)")
        }
        // An execution that arrives while its day's partition is attached may be refused.
        let days = try await server.value(
            "SELECT count(*)::text FROM pg_inherits WHERE inhparent = 'belfry.executions'::regclass",
            until: "9"
        )
        #expect(days == "9")
        for minutes in stride(from: 600.0, through: 60, by: -60) {
            try await post("steady", "steady-\(minutes)", "success", minutesAgo: minutes)
        }
        try await post("healing", "healing-1", "failure", minutesAgo: 50, retryIn: 5)
        try await post("healing", "healing-2", "success", minutesAgo: 45, attempt: 1)
        try await post("broken", "broken-1", "success", minutesAgo: 90)
        try await post("broken", "broken-2", "failure", minutesAgo: 30)
        let delivered = try await server.value(
            "SELECT string_agg(outcome, ', ' ORDER BY attempted_at) FROM belfry.deliveries",
            until: "retry, delivered"
        )
        #expect(delivered == "retry, delivered")
        // Long times are read from the hours.
        try await RollupStore(pool: server.pool).foldAll()
        _ = try await server.pool.withConnection { connection in
            try await connection.query(
                Query(
                    "test",
                    "UPDATE belfry.job_states SET next_expected_at = now() + interval '1 hour'",
                    prepared: false
                )
            )
        }
    }

    @Test func everySQLQueryHasRowsWhereThereIsHistory() async throws {
        let sink = try await ChatSink.start()
        sink.script([.status(500, headers: [:], body: "no")])
        try await TestDatabase.with(named: "dashboards") { database async throws in
            try await RunningServer.with(database, receiver: sink.url) { server async throws in
                let now = Date()
                try await Self.makeHistory(server, now: now)
                let instant = Instant(seconds: Int64(now.timeIntervalSince1970))
                let macros = GrafanaMacros(
                    from: instant - .days(1),
                    to: instant + .minutes(1),
                    interval: 60,
                    variables: ["job": ["broken"], "receiver": ["ops"]]
                )
                let queries = Dashboard.all.flatMap(\.sql)
                #expect(queries.count > 30)
                for (origin, text, isTimeSeries) in queries {
                    // json_agg keeps the columns' names, whatever their types.
                    let expanded = try macros.sql(text)
                    let counted = """
                        SELECT count(*)::text, coalesce(string_agg(DISTINCT k, ',' ORDER BY k), '')
                        FROM (SELECT row_to_json(q) AS r FROM (\(expanded)) AS q) AS rows
                        LEFT JOIN LATERAL json_object_keys(r) AS k ON k = 'time'
                        """
                    do {
                        let rows = try await server.pool.withConnection { connection in
                            // As Grafana is, whose login is a member of this role.
                            try await connection.pipeline([
                                Query("begin", "BEGIN READ ONLY", prepared: false),
                                Query("role", "SET LOCAL ROLE belfry_reader", prepared: false),
                                Query("test", SQL(stringLiteral: counted), prepared: false), .commit,
                            ])[2]
                        }
                        let (count, time) = try rows[0].decode(String.self, String.self)
                        #expect(count != "0", "\(origin) has no row")
                        #expect(!isTimeSeries || time == "time", "\(origin) has no column time")
                        if ProcessInfo.processInfo.environment["BELFRY_SHOW_ROWS"] != nil {
                            print("\(count)\t\(origin)")
                        }
                    } catch {
                        Issue.record("\(origin): \(error)\n\(expanded)")
                    }
                }
            }
        }
        await sink.stop()
    }

    @Test func everyPromQLExpressionIsOneAndNamesMetricsThatExist() throws {
        let macros = GrafanaMacros(from: Instant(seconds: 0), to: Instant(seconds: 86_400), interval: 60)
        let expressions = Dashboard.all.flatMap(\.promQL)
        #expect(expressions.count > 40)
        let known = try MetricsPage.documentedNames()
        let name = try Regex(#"\b(?:belfry|cron_job|process)_[a-z_]+[a-z]\b"#)
        for (origin, text) in expressions {
            for match in text.matches(of: name) {
                let found = String(text[match.range])
                // Labels of jobs.
                guard found != "cron_job_id", found != "cron_job_name" else { continue }
                let family = found.hasSuffix("_bucket") ? String(found.dropLast(7)) : found
                #expect(known.contains(family), "\(origin): \(found)")
            }
        }
        guard let promtool = Promtool() else { return }
        let rules = expressions.enumerated().map { index, expression in
            let quoted = macros.promQL(expression.text).replacing("'", with: "''")
            return "      - {record: 'dashboard:\(index)', expr: '\(quoted)'}"
        }
        let folder = try TemporaryFolder()
        try folder.write(
            "groups:\n  - name: dashboards\n    rules:\n" + rules.joined(separator: "\n") + "\n",
            to: "rules.yaml"
        )
        let (status, output) = try promtool.run(["check", "rules", "\(folder.path)/rules.yaml"])
        #expect(status == 0, "\(output)")
    }
}
