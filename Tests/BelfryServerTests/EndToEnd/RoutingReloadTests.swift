import BelfryTestSupport
import Foundation
import Libpq
import NIOHTTP1
import Testing

@testable import BelfryServer

/// Routes and receivers that a reload changes while the server runs.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"), .serialized)
struct RoutingReloadTests {
    private static let outbound = "outbound: {allow_networks: [127.0.0.0/8], allow_http: true}\n"

    private static func receiver(_ name: String, _ sink: ChatSink) -> String {
        #"{name: \#(name), burst_limit: 0, slack_configs: [{api_url: "\#(sink.url)"}]}"#
    }

    private func reload(
        _ server: RunningServer,
        _ configuration: String
    ) async throws -> (status: Int, body: String) {
        try "\(Self.outbound)\(configuration)\nhttp: {port: 0}\n"
            .write(to: server.file, atomically: true, encoding: .utf8)
        return try await server.call(.POST, "/-/reload")
    }

    @Test func aServerWithoutReceiverTellsWhatFiresToTheOneAReloadBrings() async throws {
        let sink = try await ChatSink.start()
        try await TestDatabase.with(named: "routing_first") { database async throws in
            try await RunningServer.with(database, configuration: Self.outbound) { server async throws in
                #expect(try await server.post(RunningServer.webhook("a", status: "failure")) == 200)
                #expect(try await server.get("/").body.contains("No receiver yet"))
                let answer = try await reload(server, "receivers: [\(Self.receiver("ops", sink))]")
                #expect(answer.status == 200 && answer.body.isEmpty, "\(answer)")
                await sink.wait(forRequests: 1)
                #expect(sink.requests.first?.text.contains("Daily Sales Report failed") == true)
                #expect(try await server.get("/api/v2/receivers").body == #"[{"name":"ops"}]"#)
                #expect(!(try await server.get("/").body.contains("No receiver yet")))
                #expect(try await server.call(.POST, "/api/v1/receivers/ops/test").status == 200)
                await sink.wait(forRequests: 2)
                // The other replicas are told that this one sends now.
                let sends: SQL = "SELECT bool_or(has_receivers)::text FROM belfry.coverage"
                #expect(try await server.value(sends, until: "true") == "true")
                #expect(
                    try await server.get("/metrics").body
                        .contains(#"belfry_notifications_total{integration="slack",receiver="ops"}"#)
                )
            }
        }
        await sink.stop()
    }

    @Test func routesMoveToAnotherReceiverAndAMistakeChangesNothing() async throws {
        let (old, new) = (try await ChatSink.start(), try await ChatSink.start())
        try await TestDatabase.with(named: "routing_moved") { database async throws in
            let first = "\(Self.outbound)receivers: [\(Self.receiver("old", old))]"
            try await RunningServer.with(database, configuration: first) { server async throws in
                let moved = """
                    receivers: [\(Self.receiver("new", new))]
                    route: {receiver: new}
                    inhibit_rules: []
                    """
                // One mistake anywhere, in the routes or in a rule file, and all stays: receivers, routes and rules.
                for (mistake, word) in [
                    ("\(moved)\ntriggers: [{name: x, after: A, expr: statsu == 1, job: B}]", "statsu"),
                    (moved.replacing("receiver: new", with: "receiver: nwe"), "no receiver is named"),
                    ("\(moved)\nrule_files: [nowhere/*.yaml]", "nowhere"),
                ] {
                    let refused = try await reload(server, mistake)
                    #expect(refused.status == 400 && refused.body.contains(word), "\(refused)")
                    #expect(try await server.get("/api/v2/receivers").body == #"[{"name":"old"}]"#)
                }
                #expect(try await server.get("/").body.contains("The last reload failed"))
                #expect(try await server.post(RunningServer.webhook("a", status: "failure")) == 200)
                await old.wait(forRequests: 1)

                let answer = try await reload(server, moved)
                #expect(answer.status == 200 && answer.body.isEmpty, "\(answer)")
                // The alert fires still: the new receiver hears of it once, and of its end.
                await new.wait(forRequests: 1)
                #expect(try await server.post(RunningServer.webhook("b", status: "success", minute: 1)) == 200)
                await new.wait(forRequests: 2)
                #expect(new.requests.last?.text.contains("Recovered") == true)
                #expect(try await server.call(.POST, "/api/v1/receivers/old/test").status == 404)
            }
        }
        await old.stop()
        await new.stop()
    }

    @Test func whatWaitsForARemovedReceiverGoesToTheFallback() async throws {
        let (gone, fallback) = (try await ChatSink.start(), try await ChatSink.start())
        gone.script([], then: .status(503))
        try await TestDatabase.with(named: "routing_fallback") { database async throws in
            let spare = Self.receiver("spare", fallback)
            let first = """
                \(Self.outbound)receivers: [\(Self.receiver("gone", gone)), \(spare)]
                route: {receiver: gone}
                fallback: spare
                """
            try await RunningServer.with(database, configuration: first) { server async throws in
                #expect(try await server.post(RunningServer.webhook("a", status: "failure")) == 200)
                let tried: SQL = "SELECT min(outcome) FROM belfry.delivery_attempts"
                #expect(try await server.value(tried, until: "retry") == "retry")
                let without = "receivers: [\(spare)]\nroute: {receiver: spare}\nfallback: spare"
                #expect(try await reload(server, without).status == 200)
                // As if no replica had served it for longer than it takes to reload them all; the next look is at once.
                _ = try await server.pool.withConnection { connection in
                    try await connection.query(
                        Query(
                            "test",
                            """
                            WITH aged AS (
                                UPDATE belfry.channels SET not_before = clock_timestamp() - interval '10 minutes',
                                    lease_until = NULL
                                WHERE channel LIKE 'gone/%'
                            )
                            UPDATE belfry.outbox SET created_at = clock_timestamp() - interval '10 minutes'
                            WHERE channel LIKE 'gone/%'
                            """,
                            prepared: false
                        )
                    )
                }
                #expect(try await reload(server, without).status == 200)
                let moved: SQL = "SELECT count(*)::text FROM belfry.delivery_attempts WHERE reason = 'receiver_removed'"
                #expect(try await server.value(moved, until: "1") == "1")
                let sent: SQL = """
                    SELECT count(*)::text FROM belfry.outbox WHERE channel LIKE 'spare/%' AND state = 'delivered'
                    """
                #expect(try await server.value(sent, until: "2") == "2")
            }
        }
        await gone.stop()
        await fallback.stop()
    }
}
