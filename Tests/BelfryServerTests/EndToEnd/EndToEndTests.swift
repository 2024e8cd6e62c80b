import BelfryTestSupport
import Foundation
import Libpq
import Testing

/// From the signed webhook to the chat, with a real PostgreSQL and a real HTTP sink.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"), .serialized)
struct EndToEndTests {
    @Test func aFinalFailureIsOneMessageAndItsRecoveryAnother() async throws {
        let sink = try await ChatSink.start()
        try await TestDatabase.with(named: "message") { database async throws in
            try await RunningServer.with(database, receiver: sink.url) { server async throws in
                let failure = RunningServer.webhook("exe_1", status: "failure")
                #expect(try await server.post(failure) == 200)
                #expect(try await server.post(failure) == 200)
                await sink.wait(forRequests: 1)
                #expect(sink.requests[0].text.contains("Daily Sales Report failed"))
                #expect(try await server.post(RunningServer.webhook("exe_2", status: "success", minute: 1)) == 200)
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
        try await TestDatabase.with(named: "tampered") { database async throws in
            try await RunningServer.with(database) { server async throws in
                let signature = String(repeating: "0", count: 64)
                #expect(
                    try await server.post(RunningServer.webhook("a", status: "failure"), signature: signature) == 401
                )
                #expect(try await server.value("SELECT count(*)::text FROM belfry.executions", until: "0") == "0")
            }
        }
    }

    @Test func aRefusedDeliveryIsTriedAgainAndEveryAttemptIsOnRecord() async throws {
        let sink = try await ChatSink.start()
        sink.script([.status(500, headers: [:], body: "no"), .tooManyRequests(retryAfter: "1")])
        try await TestDatabase.with(named: "retried") { database async throws in
            try await RunningServer.with(database, receiver: sink.url) { server async throws in
                #expect(try await server.post(RunningServer.webhook("a", status: "failure")) == 200)
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
        try await TestDatabase.with(named: "hanging") { database async throws in
            try await RunningServer.with(database, receiver: sink.url) { server async throws in
                #expect(try await server.post(RunningServer.webhook("a", status: "failure")) == 200)
                await sink.wait(forRequests: 1)
                let start = ContinuousClock.now
                for number in 0..<20 {
                    let body = RunningServer.webhook("b\(number)", status: "success", minute: number + 1)
                    #expect(try await server.post(body) == 200)
                }
                #expect(ContinuousClock.now - start < .seconds(8))
            }
        }
        await sink.stop()
    }

    @Test func whatFiresWithoutAReceiverIsToldOnceWhenOneAppears() async throws {
        let sink = try await ChatSink.start()
        try await TestDatabase.with(named: "receiver") { database async throws in
            try await RunningServer.with(database) { server async throws in
                #expect(try await server.post(RunningServer.webhook("a", status: "failure")) == 200)
                let held = try await server.value(
                    "SELECT string_agg(suppressed, ',') FROM belfry.notification_alerts",
                    until: "no_receiver"
                )
                #expect(held == "no_receiver")
            }
            try await RunningServer.with(database, receiver: sink.url) { _ async throws in
                await sink.wait(forRequests: 1)
            }
            try await RunningServer.with(database, receiver: sink.url) { server async throws in
                let log = try await server.value("SELECT count(*)::text FROM belfry.deliveries", until: "1")
                #expect(log == "1")
            }
        }
        #expect(sink.requests.count == 1)
        await sink.stop()
    }

    @Test func aCriticalFailureMutesWhatItImplies() async throws {
        let sink = try await ChatSink.start()
        try await TestDatabase.with(named: "inhibited") { database async throws in
            try await RunningServer.with(database, receiver: sink.url) { server async throws in
                let body = RunningServer.webhook("a", status: "failure", name: "critical backup")
                #expect(try await server.post(body) == 200)
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

    @Test func twoReplicasSendOneMessage() async throws {
        let sink = try await ChatSink.start()
        try await TestDatabase.with(named: "two") { database async throws in
            try await RunningServer.with(database, receiver: sink.url) { first async throws in
                try await RunningServer.with(database, receiver: sink.url) { second async throws in
                    let failure = RunningServer.webhook("exe_1", status: "failure")
                    async let one = first.post(failure)
                    async let other = second.post(failure)
                    #expect(try await [one, other] == [200, 200])
                    await sink.wait(forRequests: 1)
                    let success = RunningServer.webhook("exe_2", status: "success", minute: 1)
                    #expect(try await second.post(success) == 200)
                    await sink.wait(forRequests: 2)
                    let log = try await first.value(
                        "SELECT string_agg(reason || ' ' || outcome, ', ' ORDER BY attempted_at) FROM belfry.deliveries",
                        until: "firing delivered, resolved delivered"
                    )
                    #expect(log == "firing delivered, resolved delivered")
                }
            }
        }
        #expect(sink.requests.count == 2)
        await sink.stop()
    }

    @Test func readinessSaysNoWhenTheDatabaseIsGone() async throws {
        let database = try await TestDatabase.create(named: "gone")
        try await RunningServer.with(database) { server async throws in
            #expect(try await server.get("/-/ready").status == 200)
            try await database.drop()
            #expect(try await server.get("/-/ready").status == 503)
            #expect(try await server.get("/-/healthy").status == 200)
            let page = try await server.get("/")
            #expect(page.status == 503 && page.body.contains("Belfry: the database does not answer"))
            let metrics = try await server.get("/metrics")
            #expect(metrics.status == 200)
            #expect(metrics.body.contains("belfry_database_up 0\n"))
            #expect(try await server.post(RunningServer.webhook("a", status: "failure")) == 503)
        }
    }
}
