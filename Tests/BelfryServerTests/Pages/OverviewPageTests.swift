import BelfryCore
import BelfryTestSupport
import Foundation
import Libpq
import NIOHTTP1
import Testing

@testable import BelfryServer

/// The page at `/`.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"), .serialized)
struct OverviewPageTests {
    private func with(
        _ name: String,
        configuration: String? = nil,
        _ body: (RunningServer) async throws -> Void
    ) async throws {
        try await TestDatabase.with(named: name) { database async throws in
            try await RunningServer.with(database, configuration: configuration) { server async throws in
                try await body(server)
            }
        }
    }

    /// A webhook of a job of its own.
    private static func webhook(_ id: String, job: String, status: String, name: String) -> String {
        RunningServer.webhook(id, status: status, name: name)
            .replacing("550e8400-e29b-41d4-a716-446655440000", with: job)
            // Of today: the strip is of the last days.
            .replacing("2026-01-25T14:00:00Z", with: WallClock.now().iso8601)
    }

    @Test func itSaysWhatToDoBeforeThereIsAJob() async throws {
        try await with("overview_empty") { server async throws in
            let page = try await server.get("/")
            #expect(page.status == 200)
            #expect(page.body.contains("https://THAT-NAME/webhooks/cron-success"))
            #expect(page.body.contains("https://THAT-NAME/webhooks/cron-failure"))
            #expect(page.body.contains("send failure --final"))
            #expect(page.body.contains("No receiver yet"))
            // Nothing from elsewhere, nothing that runs.
            for word in ["<script", "javascript:", "src=", "@import", "url(", " style="] {
                #expect(!page.body.contains(word), "\(word)")
            }
        }
    }

    @Test func whatIsWrongComesFirst() async throws {
        try await with("overview_jobs") { server async throws in
            for (job, status) in [("a", "success"), ("b", "failure"), ("c", "success")] {
                let name = "<i>\(job.uppercased())</i> &\(job)"
                #expect(try await server.post(Self.webhook("e/\(job)?", job: job, status: status, name: name)) == 200)
            }
            let forged = Self.webhook("x", job: "d", status: "failure", name: "D")
            #expect(try await server.post(forged, signature: "00") == 401)
            let body = try await server.get("/").body
            #expect(body.contains("<title>Belfry: 1 alert firing</title>"))
            #expect(!body.contains("<i>"))
            let alert = try #require(body.range(of: "class=\"alerts\""))
            let jobs = try #require(body.range(of: "<tbody>"))
            #expect(alert.lowerBound < jobs.lowerBound)
            #expect(body[alert.lowerBound..<jobs.lowerBound].contains("&lt;i&gt;B&lt;/i&gt; &amp;b"))
            #expect(body.contains("<a href=\"/executions/e%2Fb%3F?job=b\">Explain</a>"))
            #expect(body.contains("nobody was told: no receiver"))
            // The one that fails before the others, which are by name.
            let order = ["B", "A", "C"].map { body[jobs.lowerBound...].range(of: "&lt;i&gt;\($0)")?.lowerBound }
            #expect(order == order.compactMap(\.self).sorted())
            #expect(body.contains("Endpoint returned status code 500; no success received yet"))
            #expect(body.contains("<b>✕</b>"))
            #expect(body.contains("3 taken, 1 refused since the start"))
            #expect(body.contains("A webhook was refused"))

            let explained = try await server.get("/executions/e%2Fb%3F?job=b")
            #expect(explained.status == 200)
            #expect(explained.body.contains("JobFailed matches"))
            #expect(try await server.get("/executions/none").status == 404)

            let id = try await server.pool.withConnection { connection in
                try await connection.query(Query("test", "SELECT alert_id FROM belfry.alerts", prepared: false))[0]
                    .decode(Int64.self)
            }
            #expect(try await server.call(.POST, "/alerts/\(id)/acknowledge", "by=Ana+%3Cb%3E").status == 200)
            #expect(try await server.get("/").body.contains("acknowledged by Ana &lt;b&gt;"))
        }
    }

    @Test func manyJobsArePagedAndFound() async throws {
        try await with("overview_many") { server async throws in
            #expect(try await server.post(Self.webhook("a", job: "job-000", status: "success", name: "Job 000")) == 200)
            _ = try await server.pool.withConnection { connection in
                try await connection.query(
                    Query(
                        "test",
                        """
                        INSERT INTO belfry.job_states
                        SELECT (jsonb_populate_record(s, jsonb_build_object(
                            'job_id', 'job-' || lpad(n::text, 3, '0'), 'name', 'Job ' || lpad(n::text, 3, '0')))).*
                        FROM belfry.job_states AS s, generate_series(1, 119) AS n
                        """,
                        prepared: false
                    )
                )
            }
            let first = try await server.get("/").body
            #expect(first.contains("1 to 50 of 120"))
            #expect(first.contains("<a href=\"/?page=2\">next →</a>"))
            #expect(first.contains(">Job 049<") && !first.contains(">Job 050<"))
            let last = try await server.get("/?page=3&refresh=30").body
            #expect(last.contains("101 to 120 of 120") && !last.contains("next →"))
            #expect(last.contains("<meta http-equiv=\"refresh\" content=\"30\">"))
            let found = try await server.get("/?q=b+11").body
            #expect(found.contains(">Job 110<") && found.contains(">Job 119<") && !found.contains(">Job 011<"))
            let quoted = try await server.get("/?q=%22%CC%B8%3E%3Cb%3E").body
            #expect(quoted.contains("value=\"&quot;\u{338}&gt;&lt;b&gt;\""))
            #expect(try await server.get("/?show=failing").body.contains("<p>None.</p>"))
            #expect(try await server.get("/?show=everything").status == 400)
            for page in ["0", "-1", "x", "1001"] { #expect(try await server.get("/?page=\(page)").status == 400) }
            #expect(try await server.call(.POST, "/").status == 405)
        }
    }

    @Test func itIsGuardedLikeTheRest() async throws {
        let configuration = "http: {port: 0, external_url: https://belfry.example}"
        try await with("overview_guarded", configuration: configuration) { server async throws in
            #expect(try await server.get("/").status == 401)
            #expect(try await server.get("/executions/a").status == 401)
        }
    }
}
