import BelfryCore
import BelfryTestSupport
import Foundation
import Libpq
import NIOHTTP1
import Testing

@testable import BelfryServer

/// Silences and alerts as Alertmanager's clients see them.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"), .serialized)
struct AlertmanagerAPITests {
    private static func silence(
        _ matchers: String = #"[{"name":"alertname","value":"JobFailed","isRegex":false}]"#,
        from: String = "2026-01-01T00:00:00.123456789Z",
        to: String = "2999-01-01T00:00:00Z"
    ) -> String {
        #"{"matchers":\#(matchers),"startsAt":"\#(from)","endsAt":"\#(to)","createdBy":"me","comment":"why"}"#
    }

    @Test func aSilencedAlertIsMutedUntilTheSilenceEnds() async throws {
        let sink = try await ChatSink.start()
        try await TestDatabase.with(named: "silenced") { database async throws in
            try await RunningServer.with(database, receiver: sink.url) { server async throws in
                let made = try await server.call(.POST, "/api/v2/silences", Self.silence())
                #expect(made.status == 200)
                let id = try #require(
                    try JSONDecoder().decode([String: String].self, from: Data(made.body.utf8))["silenceID"]
                )
                #expect(try await server.get("/api/v2/silences").body.contains(#""status":{"state":"active"}"#))
                #expect(try await server.post(RunningServer.webhook("a", status: "failure")) == 200)
                let why = try await server.value(
                    "SELECT string_agg(suppressed || ' ' || by, ',') FROM belfry.notification_alerts",
                    until: "silenced \(id)"
                )
                #expect(why == "silenced \(id)")
                let shown = try await server.value("SELECT silenced_by::text FROM belfry.open_alerts", until: "{\(id)}")
                #expect(shown == "{\(id)}")
                let alerts = try await server.get("/api/v2/alerts").body
                #expect(alerts.contains(#""state":"suppressed""#) && alerts.contains(#""silencedBy":["\#(id)"]"#))
                #expect(try await server.get("/api/v2/alerts?silenced=false").body == "[]")
                #expect(try await server.get("/api/v2/alerts?filter=alertname%3D%22Other%22").body == "[]")
                let groups = try await server.get("/api/v2/alerts/groups?receiver=o.s").body
                #expect(groups.hasPrefix(#"[{"alerts":[{"annotations":"#), "\(groups)")
                #expect(groups.contains(#""labels":{"alertname":"JobFailed","cron_job_id":"#))
                #expect(groups.contains(#""receiver":{"name":"ops"}"#) && groups.contains(#""silencedBy":["\#(id)"]"#))
                for query in ["silenced=false", "receiver=o", "filter=alertname%21%3DJobFailed"] {
                    #expect(try await server.get("/api/v2/alerts/groups?\(query)").body == "[]", "\(query)")
                    #expect(try await server.get("/api/v2/alerts?\(query)").body == "[]", "\(query)")
                }
                #expect(try await server.get("/api/v2/alerts?active=false").body.contains(#""silencedBy":["\#(id)"]"#))
                #expect(try await server.get("/api/v2/alerts/groups?active=no").status == 400)
                #expect(try await server.get("/api/v2/alerts?receiver=%28").body.hasPrefix("\"receiver: "))
                #expect(try await server.get("/metrics").body.contains("belfry_silences{state=\"active\"} 1\n"))
                #expect(sink.requests.isEmpty)

                #expect(try await server.call(.DELETE, "/api/v2/silence/\(id)").status == 200)
                await sink.wait(forRequests: 1)
                #expect(sink.requests.first?.text.contains("Daily Sales Report failed") == true)
                #expect(try await server.get("/api/v2/silence/\(id)").body.contains(#""state":"expired""#))
                let again = try await server.call(.DELETE, "/api/v2/silence/\(id)")
                #expect(again.status == 400)
                #expect(again.body.hasPrefix("\"silence"))
            }
        }
        await sink.stop()
    }

    @Test func whatIsNoSilenceIsRefusedWithAReason() async throws {
        let cases: [(body: String, reason: String)] = [
            ("{", "not a silence"), (#"{"matchers":[]}"#, "not a silence"),
            (Self.silence("[]"), "at least one matcher"),
            (Self.silence(#"[{"name":"a","value":".*","isRegex":true}]"#), "must not match the empty string"),
            (Self.silence(#"[{"name":"a","value":"(","isRegex":true}]"#), "("),
            (Self.silence(#"[{"name":"","value":"x","isRegex":false}]"#), "no name"),
            (Self.silence(to: "2026-01-01T00:00:01Z"), "in the past"),
            (Self.silence(from: "3000-01-01T00:00:00Z"), "after startsAt"), (Self.silence(to: "tomorrow"), "are times"),
        ]
        try await TestDatabase.with(named: "no_silence") { database async throws in
            try await RunningServer.with(database) { server async throws in
                for (body, reason) in cases {
                    let answer = try await server.call(.POST, "/api/v2/silences", body)
                    #expect(answer.status == 400, "\(body)")
                    #expect(answer.body.contains(reason), "\(answer.body)")
                }
                #expect(try await server.get("/api/v2/silences").body == "[]")
                #expect(try await server.get("/api/v2/silence/nothing").status == 404)
                #expect(try await server.call(.POST, "/-/reload").status == 200)
                #expect(try await server.get("/-/reload").status == 405)
                #expect(try await server.get("/api/v2/silences?filter=%7B").status == 400)
            }
        }
    }

    @Test func theUptimeIsThatOfTheProcessAndNotOfTheFirstQuestion() async throws {
        struct Status: Decodable { var uptime: String }
        let before = WallClock.now()
        try await TestDatabase.with(named: "status") { database async throws in
            try await RunningServer.with(database) { server async throws in
                let isUp = WallClock.now()
                try await Task.sleep(for: .milliseconds(20))
                let answer = try await server.get("/api/v2/status").body
                let uptime = try JSONDecoder().decode(Status.self, from: Data(answer.utf8)).uptime
                let started = try #require(Instant(iso8601: uptime.utf8))
                #expect(started >= before && started <= isUp, "\(uptime)")
            }
        }
    }
}
