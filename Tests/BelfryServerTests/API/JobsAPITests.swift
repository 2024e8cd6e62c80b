import BelfryTestSupport
import Foundation
import NIOHTTP1
import Testing

@testable import BelfryServer

/// The life of jobs over HTTP.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"), .serialized)
struct JobsAPITests {
    private static func jobs(_ server: RunningServer, _ query: String = "") async throws -> [JobDocument] {
        let answer = try await server.get("/api/v1/jobs\(query)")
        #expect(answer.status == 200)
        return try JSONDecoder().decode([JobDocument].self, from: Data(answer.body.utf8))
    }

    @Test func aJobIsListedShownPausedResumedAndForgotten() async throws {
        try await TestDatabase.with(named: "jobs_api") { database async throws in
            try await RunningServer.with(database) { server async throws in
                #expect(try await Self.jobs(server).isEmpty)
                #expect(try await server.post(RunningServer.webhook("a", status: "failure")) == 200)
                let job = try #require(try await Self.jobs(server, "?failing=true&state=active").first)
                #expect(job.hint == "no success received yet: is success_url set?")
                #expect(job.openAlerts == 1)
                #expect(try await Self.jobs(server, "?state=paused").isEmpty)

                let path = "/api/v1/jobs/Daily%20Sales%20Report"
                let shown = try await server.get(path)
                let detail = try JSONDecoder().decode(JobDetailDocument.self, from: Data(shown.body.utf8))
                #expect(detail.job.jobID == job.jobID)
                #expect(detail.runs.map(\.outcome) == ["failed"])
                #expect(detail.attempts.map(\.status) == ["failure"])
                #expect(detail.alerts.map(\.alertname) == ["JobFailed"])

                let until = #"{"until":"2100-01-01T00:00:00Z"}"#
                let paused = try await server.call(.POST, "\(path)/pause", until)
                #expect(paused.body.contains(#""paused_until":"2100-01-01T00:00:00Z""#), "\(paused.body)")
                #expect(try await Self.jobs(server, "?state=paused").count == 1)
                #expect(try await server.call(.POST, "/api/v1/jobs/\(job.jobID)/resume").body.contains(#""active""#))
                let forgotten = try await server.call(.POST, "\(path)/forget")
                #expect(forgotten.body.contains(#""ended_alerts":1"#), "\(forgotten.body)")
                #expect(try await Self.jobs(server).isEmpty)
                #expect(try await Self.jobs(server, "?state=forgotten").count == 1)

                #expect(try await server.post(RunningServer.webhook("b", status: "success", minute: 1)) == 200)
                #expect(try await Self.jobs(server).map(\.hint) == [nil])
            }
        }
    }

    @Test(arguments: [
        ("/api/v1/jobs/none", HTTPMethod.GET, nil, 404, "no job has the id or the name"),
        ("/api/v1/jobs/none/forget", .POST, nil, 404, "no job has the id or the name"),
        ("/api/v1/jobs/none/pause", .POST, #"{"until":"yesterday"}"#, 400, "until is an instant to come"),
        ("/api/v1/jobs/none/pause", .POST, #"{"until":"2001-01-01T00:00:00Z"}"#, 400, "until is an instant to come"),
        ("/api/v1/jobs?state=asleep", .GET, nil, 400, "state is active, paused or forgotten"),
        ("/api/v1/webhooks?limit=0", .GET, nil, 400, "limit is a number from 1 to 100"),
        ("/api/v1/executions/none/explain", .GET, nil, 404, "no execution"),
    ])
    func whatCannotBeDoneIsRefusedWithAReason(
        path: String,
        method: HTTPMethod,
        body: String?,
        status: Int,
        reason: String
    ) async throws {
        try await TestDatabase.with(named: "jobs_refused") { database async throws in
            try await RunningServer.with(database) { server async throws in
                let answer = try await server.call(method, path, body)
                #expect(answer.status == status)
                #expect(answer.body.contains(reason), "\(answer.body)")
            }
        }
    }

    @Test func whatHoldsU0000IsRefusedAndNoFailure() async throws {
        try await TestDatabase.with(named: "null_character") { database async throws in
            try await RunningServer.with(database) { server async throws in
                for path in [
                    "/api/v1/jobs/a%00b", "/jobs/a%00b", "/?q=a%00", "/api/v1/alerts?job=a%00", "/executions/%00",
                    "/api/v1/alerts?filter=a%3D%22%00%22", "/api/v1/deliveries?receiver=%00",
                    "/api/v1/executions/a%00b/explain", "/api/v1/executions/a/explain?job=%00", "/api/v2/silence/%00",
                ] {
                    let answer = try await server.get(path)
                    #expect(answer.status == 400, "\(path)")
                    #expect(answer.body.contains("U+0000"), "\(path): \(answer.body)")
                }
                let silence = { (comment: String, value: String) in
                    #"{"matchers":[{"name":"a","value":"\#(value)","isRegex":false}],"#
                        + #""startsAt":"2026-01-01T00:00:00Z","endsAt":"2999-01-01T00:00:00Z","#
                        + #""createdBy":"me","comment":"\#(comment)"}"#
                }
                for body in [silence(#"\u0000"#, "b"), silence("why", #"b\u0000"#)] {
                    let answer = try await server.call(.POST, "/api/v2/silences", body)
                    #expect(answer.status == 400)
                    #expect(answer.body.contains("U+0000"), "\(answer.body)")
                }
                #expect(try await server.call(.POST, "/api/v2/silences", silence("why", "b")).status == 200)
            }
        }
    }

    @Test func theInspectorAndTheExplanationTellOfAnExecution() async throws {
        try await TestDatabase.with(named: "inspected") { database async throws in
            try await RunningServer.with(database) { server async throws in
                #expect(try await server.post(RunningServer.webhook("a", status: "failure")) == 200)
                let forged = String(repeating: "0", count: 64)
                #expect(try await server.post(RunningServer.webhook("b", status: "failure"), signature: forged) == 401)
                let answer = try await server.get("/api/v1/webhooks")
                let list = try JSONDecoder().decode(WebhookListDocument.self, from: Data(answer.body.utf8))
                #expect(list.webhooks.map(\.result) == ["accepted", "invalid_signature"])
                #expect(list.webhooks[1].reason?.hasPrefix("signed with none of the secrets") == true)
                #expect(list.webhooks[1].body == RunningServer.webhook("b", status: "failure"))
                #expect(list.webhooks.map(\.peer) == ["127.0.0.1", "127.0.0.1"])
                let failed = try await server.get("/api/v1/webhooks?failed=true&after=1")
                #expect(failed.body.contains(#""number":2"#))

                let explained = try await server.get("/api/v1/executions/a/explain")
                #expect(explained.status == 200)
                #expect(explained.body.contains(#""alertname":"JobFailed""#), "\(explained.body)")
                #expect(explained.body.contains(#""execution_id":"a""#))
            }
        }
    }
}
