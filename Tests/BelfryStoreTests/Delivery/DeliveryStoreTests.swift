import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// The outbox: no notification is lost, and an answer counts only while its lease holds.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct DeliveryStoreTests {
    private static let channel = ChannelSpec(receiver: "ops", integration: "slack", index: 0, target: "sink")
    private static let routing = DispatchRouting(
        root: Route(receiver: "ops"),
        inhibitRules: InhibitRule.shipped,
        channels: ["ops": [channel.channel]]
    )
    private static let delivered = DeliveryRecord(
        outcome: .delivered,
        responseCode: 200,
        responseExcerpt: "ok",
        error: nil,
        latency: .milliseconds(3),
        pause: .zero
    )

    /// A store whose outbox holds a notification for each of some failed jobs.
    private func with(
        _ name: String,
        failures: Int = 1,
        _ body: (IngestBench, DeliveryStore) async throws -> Void
    ) async throws {
        try await IngestBench.with(name) { bench async throws in
            let store = DeliveryStore(pool: bench.pool)
            try await store.register([Self.channel])
            for number in 0..<failures {
                _ = try await bench.writer.commit([
                    IngestBench.attempt("a\(number)", job: "job-\(number)", at: Int64(number), status: .failure)
                ])
                _ = try await DispatchStore(pool: bench.pool, rules: bench.rules).round(Self.routing)
            }
            try await body(bench, store)
        }
    }

    private func expireLease(_ bench: IngestBench) async throws {
        try await bench.pool.withConnection { connection in
            try await connection.script("UPDATE belfry.channels SET lease_until = clock_timestamp()", name: "test")
        }
    }

    @Test func aChannelHasOneAttemptAtATimeInOrder() async throws {
        try await with("order", failures: 3) { bench, store in
            var told: [String] = []
            while let claim = try await store.claim([Self.channel.channel], limit: 8).first {
                #expect(try await store.claim([Self.channel.channel], limit: 8).isEmpty)
                told.append(claim.content.alerts[0].job.jobID)
                #expect(try await store.complete(claim, Self.delivered))
            }
            #expect(told == ["job-0", "job-1", "job-2"])
        }
    }

    @Test func anAttemptNobodyFinishedIsUnknownAndGoesAgainUnderTheSameID() async throws {
        try await with("unknown") { bench, store in
            let lost = try #require(try await store.claim([Self.channel.channel], limit: 8).first)
            try await expireLease(bench)
            let again = try #require(try await store.claim([Self.channel.channel], limit: 8).first)
            #expect(again.deliveryID == lost.deliveryID)
            #expect(again.attempt == 2)
            #expect(try await store.complete(again, Self.delivered))
            let log = try await bench.value(
                String.self,
                "SELECT string_agg(attempt || ' ' || outcome, ', ' ORDER BY attempt) FROM belfry.deliveries"
            )
            #expect(log == "1 unknown, 2 delivered")
        }
    }

    @Test func anAnswerAfterItsLeaseChangesNothing() async throws {
        try await with("fenced") { bench, store in
            let late = try #require(try await store.claim([Self.channel.channel], limit: 8).first)
            try await expireLease(bench)
            let current = try #require(try await store.claim([Self.channel.channel], limit: 8).first)
            let rejected = DeliveryRecord(
                outcome: .rejected(reason: .refused),
                responseCode: 400,
                responseExcerpt: nil,
                error: "no",
                latency: .zero,
                pause: .zero
            )
            #expect(try await store.complete(late, rejected) == false)
            #expect(try await bench.value(String.self, "SELECT state FROM belfry.outbox") == "pending")
            #expect(
                try await bench.value(String.self, "SELECT outcome FROM belfry.deliveries WHERE attempt = 1")
                    == "unknown"
            )
            #expect(try await store.complete(current, Self.delivered))
            #expect(try await bench.value(String.self, "SELECT state FROM belfry.outbox") == "delivered")
        }
    }

    @Test func aRetryWaitsForWhatTheChatAskedFor() async throws {
        try await with("wait") { bench, store in
            let claim = try #require(try await store.claim([Self.channel.channel], limit: 8).first)
            let limited = DeliveryRecord(
                outcome: .retry(reason: .rateLimited, after: .seconds(60)),
                responseCode: 429,
                responseExcerpt: nil,
                error: nil,
                latency: .zero,
                pause: .seconds(60)
            )
            #expect(try await store.complete(claim, limited))
            #expect(try await store.claim([Self.channel.channel], limit: 8).isEmpty)
            let next = try #require(try await store.nextDue([Self.channel.channel]))
            #expect((50...60).contains((next.due - next.now).seconds))
        }
    }

    @Test func aChannelIsSentToNoFasterThanItsVendorLets() async throws {
        try await with("paced", failures: 4) { bench, store in
            var record = Self.delivered
            record.pace = DeliveryPace(every: .seconds(60), burst: 2)
            for _ in 0..<2 {
                let claim = try #require(try await store.claim([Self.channel.channel], limit: 8).first)
                #expect(try await store.complete(claim, record))
            }
            #expect(try await store.claim([Self.channel.channel], limit: 8).isEmpty)
            let next = try #require(try await store.nextDue([Self.channel.channel]))
            #expect((50...60).contains((next.due - next.now).seconds))
            // Three minutes later the bucket holds two again, whatever has passed.
            try await bench.pool.withConnection { connection in
                try await connection.script(
                    """
                    UPDATE belfry.channels SET
                        not_before = not_before - interval '3 minutes',
                        paced_until = paced_until - interval '3 minutes'
                    """,
                    name: "test"
                )
            }
            // An attempt of many requests pays for each.
            record.requests = 5
            let claim = try #require(try await store.claim([Self.channel.channel], limit: 8).first)
            #expect(try await store.complete(claim, record))
            let later = try #require(try await store.nextDue([Self.channel.channel]))
            #expect((230...240).contains((later.due - later.now).seconds))
        }
    }

    @Test func whatIsNotSentCostsNothing() async throws {
        try await with("unpaced", failures: 3) { _, store in
            var record = Self.delivered
            record.pace = DeliveryPace(every: .seconds(60), burst: 1)
            record.requests = 0
            for _ in 0..<3 {
                let claim = try #require(try await store.claim([Self.channel.channel], limit: 8).first)
                #expect(try await store.complete(claim, record))
            }
        }
    }

    private static func record(_ outcome: DeliveryOutcome, minimal: Bool = false) -> DeliveryRecord {
        DeliveryRecord(
            outcome: outcome,
            responseCode: nil,
            responseExcerpt: nil,
            error: "no_service",
            latency: .zero,
            pause: .zero,
            goesAgainMinimal: minimal
        )
    }

    @Test func aBrokenChannelKeepsItsMessagesAndIsMarkedUntilOneIsTaken() async throws {
        try await with("broken") { bench, store in
            let claim = try #require(try await store.claim([Self.channel.channel], limit: 8).first)
            #expect(!claim.isChannelBroken)
            try await store.complete(claim, Self.record(.channelBroken(reason: .channelGone)))
            let mark: SQL = "SELECT coalesce(broken_reason, '') || (broken_since IS NOT NULL) FROM belfry.channels"
            #expect(try await bench.value(String.self, mark) == "no_servicetrue")
            let retry = try #require(try await store.claim([Self.channel.channel], limit: 8).first)
            #expect(retry.notificationID == claim.notificationID)
            #expect(retry.isChannelBroken)
            try await store.complete(retry, Self.record(.retry(reason: .serverError, after: nil)))
            #expect(try await bench.value(String.self, mark) == "no_servicetrue")
            let last = try #require(try await store.claim([Self.channel.channel], limit: 8).first)
            try await store.complete(last, Self.delivered)
            #expect(try await bench.value(String.self, mark) == "false")
        }
    }

    @Test func aBrokenChannelIsTriedAtOnceAfterAStart() async throws {
        try await with("restart") { bench, store in
            let claim = try #require(try await store.claim([Self.channel.channel], limit: 8).first)
            var broken = Self.record(.channelBroken(reason: .channelGone))
            broken.pause = .minutes(15)
            try await store.complete(claim, broken)
            #expect(try await store.claim([Self.channel.channel], limit: 8).isEmpty)
            try await store.register([Self.channel])
            #expect(try await store.claim([Self.channel.channel], limit: 8).count == 1)
        }
    }

    @Test func aRefusedMessageGoesAgainInItsMinimalFormOnce() async throws {
        try await with("minimal") { bench, store in
            let full = try #require(try await store.claim([Self.channel.channel], limit: 8).first)
            #expect(!full.isMinimal)
            try await store.complete(full, Self.record(.rejected(reason: .refused), minimal: true))
            let minimal = try #require(try await store.claim([Self.channel.channel], limit: 8).first)
            #expect(minimal.isMinimal)
            #expect(minimal.deliveryID == full.deliveryID)
            try await store.complete(minimal, Self.record(.rejected(reason: .refused)))
            #expect(try await store.claim([Self.channel.channel], limit: 8).isEmpty)
            #expect(try await bench.value(String.self, "SELECT state FROM belfry.outbox") == "rejected")
            #expect(
                try await bench.value(
                    String.self,
                    "SELECT string_agg(attempt || ' ' || outcome, ', ' ORDER BY attempt) FROM belfry.deliveries"
                ) == "1 rejected, 2 rejected"
            )
        }
    }
}
