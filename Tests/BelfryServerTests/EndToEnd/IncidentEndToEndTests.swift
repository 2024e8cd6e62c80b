import BelfryTestSupport
import Foundation
import Libpq
import NIOHTTP1
import Testing

@testable import BelfryServer

/// Targets that keep account of every alert, from the webhook to their requests.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"), .serialized)
struct IncidentEndToEndTests {
    private static let accepted = SinkAnswer.status(202, body: #"{"status":"success"}"#)

    private static func webhook(_ job: Int, status: String, minute: Int) -> String {
        RunningServer.webhook("exe_\(job)_\(minute)", status: status, name: "Job \(job)", minute: minute)
            .replacing("550e8400-e29b-41d4-a716-446655440000", with: "job-\(job)")
    }

    /// The events a sink was sent, as action and key.
    private static func events(_ sink: ChatSink) throws -> [(action: String, key: String)] {
        try sink.requests.map { request in
            (
                try #require(try JSONStrings.values(of: "event_action", in: request.body).first),
                try #require(try JSONStrings.values(of: "dedup_key", in: request.body).first)
            )
        }
    }

    @Test func pagerDutyAndAlertmanagerHearOfEachOf120Alerts() async throws {
        let pager = try await ChatSink.start()
        let alertmanager = try await ChatSink.start()
        pager.script([], then: Self.accepted)
        alertmanager.script([], then: .status(200))
        let configuration = """
            outbound: {allow_networks: [127.0.0.0/8], allow_http: true}
            route: {receiver: pager, group_by: [alertname], group_wait: 5s, group_interval: 1s}
            receivers:
              - name: pager
                burst_limit: 0
                pagerduty_configs: [{routing_key: k, url: '\(pager.baseURL)/v2/enqueue'}]
                alertmanager_configs: [{urls: ['\(alertmanager.baseURL)']}]
            """
        try await TestDatabase.with(named: "incidents") { database async throws in
            try await RunningServer.with(database, configuration: configuration) { server async throws in
                for job in 1...120 {
                    #expect(try await server.post(Self.webhook(job, status: "failure", minute: 0)) == 200)
                }
                await pager.wait(forRequests: 120)
                let triggered = try Self.events(pager)
                #expect(triggered.allSatisfy { $0.action == "trigger" })
                #expect(Set(triggered.map(\.key)).count == 120)
                await alertmanager.wait(forRequests: 1)
                let jobs = try alertmanager.requests.flatMap { try JSONStrings.values(of: "cron_job_id", in: $0.body) }
                #expect(Set(jobs).count == 120)

                let alerts = try await server.get("/api/v1/alerts?job=job-7").body
                let alert = try #require(
                    try JSONDecoder().decode([OpenAlertDocument].self, from: Data(alerts.utf8)).first
                )
                let path = "/api/v1/alerts/\(alert.alertID)/ack"
                #expect(try await server.call(.POST, path, #"{"by":"ana"}"#).status == 200)
                let acknowledged = try #require(try await Self.event(of: "acknowledge", from: pager))
                #expect(acknowledged.key.contains(alert.fingerprint))

                #expect(try await server.post(Self.webhook(7, status: "success", minute: 1)) == 200)
                let resolved = try await Self.event(of: "resolve", from: pager)
                #expect(resolved?.key == acknowledged.key)
                // Chats are none the wiser: only what keeps account of it was told.
                let log = try await server.value(
                    "SELECT string_agg(DISTINCT integration, ',') FROM belfry.deliveries WHERE reason = 'acknowledged'",
                    until: "pagerduty"
                )
                #expect(log == "pagerduty")
            }
        }
        await pager.stop()
        await alertmanager.stop()
    }

    /// The first event of a kind, waited for.
    private static func event(of action: String, from sink: ChatSink) async throws -> (action: String, key: String)? {
        for _ in 0..<200 {
            if let event = try events(sink).first(where: { $0.action == action }) { return event }
            try await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }

    @Test func aMessageAboutAnAlertCanBeLookedAtBeforeItIsSent() async throws {
        try await TestDatabase.with(named: "preview") { database async throws in
            try await RunningServer.with(database) { server async throws in
                #expect(try await server.post(Self.webhook(1, status: "success", minute: 0)) == 200)
                #expect(try await server.post(Self.webhook(1, status: "failure", minute: 1)) == 200)
                let id = try await server.pool.withConnection { connection in
                    try await connection.query(
                        Query("test", "SELECT alert_id FROM belfry.alerts", prepared: false)
                    )[0].decode(Int64.self)
                }
                let answer = try await server.get("/api/v1/alerts/\(id)/notification")
                #expect(answer.status == 200)
                #expect(answer.body.contains(#""lastRuns":"▄✕""#))
                #expect(try await server.get("/api/v1/alerts/99/notification").status == 404)
                #expect(try await server.get("/api/v1/alerts/x/notification").status == 400)
            }
        }
    }
}
