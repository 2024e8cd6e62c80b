import BelfryTestSupport
import Foundation
import Libpq
import NIOHTTP1
import Testing

@testable import BelfryServer

/// What the links of a message lead to.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"), .serialized)
struct MessagePagesTests {
    private static let job = "/jobs/550e8400-e29b-41d4-a716-446655440000"

    /// A server on which a job with a hostile name has failed, and the alert's path.
    private func with(_ name: String, _ body: (RunningServer, String) async throws -> Void) async throws {
        try await TestDatabase.with(named: name) { database async throws in
            try await RunningServer.with(database) { server async throws in
                let webhook = RunningServer.webhook("a", status: "failure", name: "Report <b onload='x'>&amp;")
                #expect(try await server.post(webhook) == 200)
                let id = try await server.pool.withConnection { connection in
                    try await connection.query(Query("test", "SELECT alert_id FROM belfry.alerts", prepared: false))[0]
                        .decode(Int64.self)
                }
                try await body(server, "/alerts/\(id)")
            }
        }
    }

    @Test func everyLinkOfAMessageIsAnswered() async throws {
        try await with("pages") { server, alert in
            for path in [Self.job, alert, alert + "/silence", alert + "/acknowledge"] {
                let answer = try await server.get(path)
                #expect(answer.status == 200, "\(path)")
                #expect(answer.body.contains("Report &lt;b onload='x'&gt;&amp;amp;"), "\(path)")
                #expect(!answer.body.contains("<b onload"))
            }
            let page = try await server.get(alert).body
            #expect(page.contains("Endpoint returned status code 500"))
            #expect(page.contains("<a href=\"\(alert)/acknowledge\">Acknowledge</a>"))
            // Looking changes nothing.
            #expect(try await server.value("SELECT count(*)::text FROM belfry.silences", until: "0") == "0")
            #expect(try await server.value("SELECT count(*)::text FROM belfry.acknowledgements", until: "0") == "0")
            for path in ["/jobs/nobody", "/alerts/999", "/alerts/999/silence"] {
                #expect(try await server.get(path).status == 404, "\(path)")
            }
        }
    }

    @Test func theFormsSilenceAndAcknowledge() async throws {
        try await with("forms") { server, alert in
            let silenced = try await server.call(.POST, alert + "/silence", "by=ana+b&comment=&for=4h")
            #expect(silenced.status == 200)
            let silence = try await server.value(
                """
                SELECT created_by || ', ' || jsonb_path_query_array(matchers, '$[*].name') || ', '
                    || extract(epoch FROM ends_at - starts_at)::bigint / 60
                FROM belfry.silences
                """,
                until: #"ana b, ["alertname", "cron_job_id"], 240"#
            )
            #expect(
                [#"ana b, ["alertname", "cron_job_id"], 240"#, #"ana b, ["alertname", "cron_job_id"], 239"#].contains(
                    silence
                )
            )
            #expect(try await server.call(.POST, alert + "/acknowledge", "by=ana&comment=on%20it").status == 200)
            let made: SQL = "SELECT acknowledged_by || ': ' || comment FROM belfry.acknowledgements"
            #expect(try await server.value(made, until: "ana: on it") == "ana: on it")
            #expect(try await server.get(alert).body.contains("Acknowledged by ana."))
            for (path, body) in [("/silence", "by=ana&for=9y"), ("/silence", "for=1h"), ("/acknowledge", "by=")] {
                #expect(try await server.call(.POST, alert + path, body).status == 400, "\(path) \(body)")
            }
        }
    }
}
