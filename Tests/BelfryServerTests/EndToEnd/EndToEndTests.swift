import BelfryTestSupport
import Foundation
import Libpq
import Testing

/// From the signed webhook to the chat, with a real PostgreSQL and a real HTTP sink.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"), .serialized)
struct EndToEndTests {
    @Test func aFinalFailureIsOneMessageAndItsRecoveryAnother() async throws {
        let sink = try await ChatSink.start()
        try await TestDatabase.with(named: "message") { database in
            try await RunningServer.with(database, receiver: sink.url) { server in
                let failure = RunningServer.webhook("exe_1", status: "failure")
                check(try await server.post(failure), 200)
                check(try await server.post(failure), 200)
                await sink.wait(forRequests: 1)
                #expect(sink.requests[0].text.contains("Daily Sales Report failed"))
                check(try await server.post(RunningServer.webhook("exe_2", status: "success", minute: 1)), 200)
                await sink.wait(forRequests: 2)
                #expect(sink.requests[1].text.contains("Recovered"))
                let log = try await server.value(
                    "SELECT string_agg(reason || ' ' || outcome, ', ' ORDER BY attempted_at) FROM belfry.deliveries",
                    until: "firing delivered, resolved delivered"
                )
                #expect(log == "firing delivered, resolved delivered")
                let metrics = try await server.get("/metrics").body
                #expect(metrics.contains("belfry_webhook_requests_total{result=\"duplicate\"} 1\n"))
                #expect(metrics.contains("status=\"failure\"} 1\n"))
            }
        }
        #expect(sink.requests.count == 2)
        await sink.stop()
    }

    @Test func aChangedByteIsRefusedAndNothingIsStored() async throws {
        try await TestDatabase.with(named: "tampered") { database in
            try await RunningServer.with(database) { server in
                let signature = String(repeating: "0", count: 64)
                check(
                    try await server.post(RunningServer.webhook("a", status: "failure"), signature: signature),
                    401
                )
                check(try await server.value("SELECT count(*)::text FROM belfry.executions", until: "0"), "0")
            }
        }
    }

    @Test func aRefusedDeliveryIsTriedAgainAndEveryAttemptIsOnRecord() async throws {
        let sink = try await ChatSink.start()
        sink.script([.status(500, headers: [:], body: "no"), .tooManyRequests(retryAfter: "1")])
        try await TestDatabase.with(named: "retried") { database in
            try await RunningServer.with(database, receiver: sink.url) { server in
                check(try await server.post(RunningServer.webhook("a", status: "failure")), 200)
                let log = try await server.value(
                    "SELECT string_agg(attempt || ' ' || outcome, ', ' ORDER BY attempted_at) FROM belfry.deliveries",
                    until: "1 retry, 2 retry, 3 delivered"
                )
                #expect(log == "1 retry, 2 retry, 3 delivered")
                let ids = try await server.value(
                    "SELECT count(DISTINCT delivery_id)::text FROM belfry.deliveries",
                    until: "1"
                )
                #expect(ids == "1")
            }
        }
        await sink.stop()
    }

    @Test func aHangingChatNeverSlowsIngest() async throws {
        let sink = try await ChatSink.start()
        sink.script([.hang, .hang])
        try await TestDatabase.with(named: "hanging") { database in
            try await RunningServer.with(database, receiver: sink.url) { server in
                check(try await server.post(RunningServer.webhook("a", status: "failure")), 200)
                await sink.wait(forRequests: 1)
                let start = ContinuousClock.now
                for number in 0..<20 {
                    let body = RunningServer.webhook("b\(number)", status: "success", minute: number + 1)
                    check(try await server.post(body), 200)
                }
                #expect(ContinuousClock.now - start < .seconds(8))
            }
        }
        await sink.stop()
    }

    @Test func whatFiresWithoutAReceiverIsToldOnceWhenOneAppears() async throws {
        let sink = try await ChatSink.start()
        try await TestDatabase.with(named: "receiver") { database in
            try await RunningServer.with(database) { server in
                check(try await server.post(RunningServer.webhook("a", status: "failure")), 200)
                let held = try await server.value(
                    "SELECT string_agg(suppressed, ',') FROM belfry.notification_alerts",
                    until: "no_receiver"
                )
                #expect(held == "no_receiver")
            }
            try await RunningServer.with(database, receiver: sink.url) { _ in
                await sink.wait(forRequests: 1)
            }
            try await RunningServer.with(database, receiver: sink.url) { server in
                let log = try await server.value("SELECT count(*)::text FROM belfry.deliveries", until: "1")
                #expect(log == "1")
            }
        }
        #expect(sink.requests.count == 1)
        await sink.stop()
    }

    @Test func aCriticalFailureMutesWhatItImplies() async throws {
        let sink = try await ChatSink.start()
        try await TestDatabase.with(named: "inhibited") { database in
            try await RunningServer.with(database, receiver: sink.url) { server in
                let body = RunningServer.webhook("a", status: "failure", name: "critical backup")
                check(try await server.post(body), 200)
                let held = try await server.value(
                    "SELECT string_agg(suppressed || ' by ' || by, ',') FROM belfry.notification_alerts WHERE suppressed IS NOT NULL",
                    until: "inhibited by CriticalJobFailed"
                )
                #expect(held == "inhibited by CriticalJobFailed")
                await sink.wait(forRequests: 1)
            }
        }
        #expect(sink.requests.count == 1)
        await sink.stop()
    }

    @Test func readinessSaysNoWhenTheDatabaseIsGone() async throws {
        let database = try await TestDatabase.create(named: "gone")
        try await RunningServer.with(database) { server in
            check(try await server.get("/-/ready").status, 200)
            try await database.drop()
            check(try await server.get("/-/ready").status, 503)
            check(try await server.get("/-/healthy").status, 200)
            let metrics = try await server.get("/metrics")
            #expect(metrics.status == 200)
            #expect(metrics.body.contains("belfry_database_up 0\n"))
            check(try await server.post(RunningServer.webhook("a", status: "failure")), 503)
        }
    }
}
