import BelfryTestSupport
import Foundation
import Libpq
import NIOHTTP1
import Testing

@testable import BelfryServer

/// Tests of receivers, the delivery log, sending again, and what becomes of broken channels.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"), .serialized)
struct DeliveriesAPITests {
    private static func yaml(_ sink: ChatSink, more: String = "", slack: String = "") -> String {
        """
        outbound: {allow_networks: [127.0.0.0/8], allow_http: true}
        route: {receiver: ops}
        receivers:
          - {name: ops, burst_limit: 0, slack_configs: [{api_url: "\(sink.url)"\(slack)}]}
        \(more)
        """
    }

    private static func notification(_ answer: (status: Int, body: String)) throws -> NotificationDocument {
        try #require(answer.status == 200, "\(answer.body)")
        return try JSONDecoder().decode(NotificationDocument.self, from: Data(answer.body.utf8))
    }

    /// The first delivery of a notification once it is settled.
    private static func settled(_ server: RunningServer, _ id: Int64) async throws -> DeliveryStandingDocument {
        var delivery: DeliveryStandingDocument?
        for _ in 0..<200 where delivery?.isSettled != true {
            delivery = try notification(try await server.get("/api/v1/notifications/\(id)")).deliveries.first
            try await Task.sleep(for: .milliseconds(50))
        }
        return try #require(delivery)
    }

    private static func log(_ server: RunningServer, _ query: String = "") async throws -> [DeliveryDocument] {
        let answer = try await server.get("/api/v1/deliveries\(query)")
        try #require(answer.status == 200, "\(answer.body)")
        return try JSONDecoder().decode([DeliveryDocument].self, from: Data(answer.body.utf8))
    }

    /// A test has no alerts, which is not the same as alerts that have ended.
    @Test func aTestIsSentEvenWhereEndsOfAlertsAreNot() async throws {
        let sink = try await ChatSink.start()
        let yaml = Self.yaml(sink, slack: ", send_resolved: false")
        try await TestDatabase.with(named: "notify_test") { database async throws in
            try await RunningServer.with(database, configuration: yaml) { server async throws in
                let made = try Self.notification(try await server.call(.POST, "/api/v1/receivers/ops/test"))
                let delivery = try await Self.settled(server, made.notificationID)
                #expect(delivery.state == "delivered")
                #expect(delivery.responseExcerpt == "ok")
                #expect(sink.requests.count == 1)
                #expect(sink.requests.first?.text.contains("TEST Belfry can post here") == true)
                #expect(try await Self.log(server).map(\.reason) == ["test"])
            }
        }
        await sink.stop()
    }

    @Test func aBrokenChannelIsAnAlertToTheFallbackAndATestBringsItBack() async throws {
        let sink = try await ChatSink.start()
        let pager = try await ChatSink.start()
        sink.script([], then: .status(404, body: "no_service"))
        let yaml =
            Self.yaml(
                sink,
                more: "  - {name: pager, burst_limit: 0, slack_configs: [{api_url: \"\(pager.url)\"}]}\nfallback: pager"
            )
        try await TestDatabase.with(named: "broken_receiver") { database async throws in
            try await RunningServer.with(database, configuration: yaml) { server async throws in
                #expect(try await server.post(RunningServer.webhook("a", status: "failure")) == 200)
                await pager.wait(forRequests: 1)
                #expect(pager.requests[0].text.contains("ReceiverBroken"))
                #expect(pager.requests[0].text.contains("no_service"))
                #expect(sink.requests.count == 1)
                let open = try await server.get("/api/v1/alerts?filter=alertname%3DReceiverBroken")
                #expect(open.body.contains(#""receivers":["pager"]"#), "\(open.body)")

                let broken = try Self.notification(try await server.call(.POST, "/api/v1/receivers/ops/test"))
                let waiting = try await Self.settled(server, broken.notificationID)
                #expect(waiting.outcome == "channel_broken")
                #expect(waiting.error?.contains("no_service") == true)

                sink.script([], then: .ok)
                let made = try Self.notification(try await server.call(.POST, "/api/v1/receivers/ops/test"))
                #expect(try await Self.settled(server, made.notificationID).state == "delivered")
                await pager.wait(forRequests: 2)
                #expect(pager.requests[1].text.contains("RESOLVED"))
                let told = try await server.value(
                    """
                    SELECT string_agg(n.reason, ' ' ORDER BY o.finished_at) FROM belfry.outbox AS o
                    JOIN belfry.notifications AS n ON n.notification_id = o.notification_id
                    WHERE o.channel LIKE 'ops/%' AND o.state = 'delivered'
                    """,
                    until: "firing test test"
                )
                #expect(told == "firing test test")
            }
        }
        await sink.stop()
        await pager.stop()
    }

    @Test func aRefusedMessageIsTriedOnceAsPlainText() async throws {
        let sink = try await ChatSink.start()
        sink.script([.status(400, body: "invalid_blocks")])
        try await TestDatabase.with(named: "minimal_form") { database async throws in
            try await RunningServer.with(database, configuration: Self.yaml(sink)) { server async throws in
                #expect(try await server.post(RunningServer.webhook("a", status: "failure")) == 200)
                await sink.wait(forRequests: 2)
                #expect(sink.requests[0].text.contains("\"blocks\""))
                #expect(!sink.requests[1].text.contains("\"blocks\""))
                #expect(sink.requests[1].text.contains("Daily Sales Report failed"))
                let log = try await server.value(
                    "SELECT string_agg(attempt || ' ' || outcome, ', ' ORDER BY attempt) FROM belfry.deliveries",
                    until: "1 rejected, 2 delivered"
                )
                #expect(log == "1 rejected, 2 delivered")
            }
        }
        await sink.stop()
    }

    @Test func theLogIsNarrowedDownAndWhatItShowsIsSentAgain() async throws {
        let sink = try await ChatSink.start()
        sink.script([.status(400, body: "user_not_found"), .status(400, body: "user_not_found")])
        try await TestDatabase.with(named: "delivery_log") { database async throws in
            try await RunningServer.with(database, configuration: Self.yaml(sink)) { server async throws in
                #expect(try await server.post(RunningServer.webhook("a", status: "failure")) == 200)
                await sink.wait(forRequests: 2)
                let state = try await server.value("SELECT state FROM belfry.outbox", until: "rejected")
                #expect(state == "rejected")
                let log = try await Self.log(server, "?failed=true&since=1h&job=Daily+Sales+Report&receiver=ops")
                #expect(log.map(\.attempt) == [2, 1])
                #expect(log.first?.error?.contains("user_not_found") == true)
                for query in ["?receiver=db", "?job=other", "?since=2100-01-01T00:00:00Z"] {
                    #expect(try await Self.log(server, query).isEmpty, "\(query)")
                }
                let id = try #require(log.first).deliveryID.replacing("-", with: "%2D")
                let made = try Self.notification(try await server.call(.POST, "/api/v1/notifications/\(id)/resend"))
                #expect(try await Self.settled(server, made.notificationID).state == "delivered")
                #expect(try await Self.log(server, "?limit=1").map(\.reason) == ["resend"])
            }
        }
        await sink.stop()
    }

    @Test(arguments: [
        (HTTPMethod.POST, "/api/v1/receivers/nobody/test", 404, "no receiver is named"),
        (.POST, "/api/v1/notifications/x/resend", 400, "neither the id of a notification"),
        (.POST, "/api/v1/notifications/17/resend", 404, "there is no such notification"),
        (.GET, "/api/v1/notifications/17", 404, "there is no notification 17"),
        (.GET, "/api/v1/deliveries?limit=0", 400, "limit is a number"),
        (.GET, "/api/v1/deliveries?since=yesterday", 400, "since is a duration"),
    ])
    func whatIsAskedWrongIsAnsweredWithAReason(
        method: HTTPMethod,
        path: String,
        status: Int,
        reason: String
    ) async throws {
        try await TestDatabase.with(named: "no_delivery") { database async throws in
            try await RunningServer.with(database) { server async throws in
                let answer = try await server.call(method, path)
                #expect(answer.status == status)
                #expect(answer.body.contains(reason), "\(answer.body)")
            }
        }
    }
}
