import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// Tests of receivers, and sending again.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct NotificationStoreTests {
    private static let ops = OutboxBench.ops.channel

    @Test func aTestWaitsItsTurnAndSaysHowManyAreBeforeIt() async throws {
        try await OutboxBench.with("test", failures: 2) { outbox in
            let store = NotificationStore(pool: outbox.bench.pool)
            let id = try await store.test("ops", channels: [Self.ops])
            let waiting = try #require(try await store.standing(of: id).first)
            #expect(waiting.state == "pending")
            #expect(waiting.ahead == 2)
            let told = try await outbox.drain()
            #expect(told.map(\.content.reason) == [.firing, .firing, .test])
            let standing = try #require(try await store.standing(of: id).first)
            #expect(standing.state == "delivered")
            #expect(standing.responseExcerpt == "ok")
        }
    }

    @Test(arguments: [
        (DeliveryOutcome.channelBroken(reason: .channelGone), true),
        (.retry(reason: .serverError, after: nil), true), (.retry(reason: .rateLimited, after: .minutes(9)), false),
    ])
    func aTestEndsAPauseUnlessTheChatAskedForIt(outcome: DeliveryOutcome, ends: Bool) async throws {
        try await OutboxBench.with("hurry", failures: 1) { outbox in
            let claim = try #require(try await outbox.store.claim([Self.ops], limit: 1).first)
            var record = OutboxBench.record(outcome)
            record.pause = .minutes(9)
            try await outbox.store.complete(claim, record)
            _ = try await NotificationStore(pool: outbox.bench.pool).test("ops", channels: [Self.ops])
            #expect(try await outbox.store.claim([Self.ops], limit: 1).isEmpty != ends)
        }
    }

    @Test func whatIsThroughIsSentAgainAsItWasUnderNewIDs() async throws {
        try await OutboxBench.with("resend", failures: 1) { outbox in
            let store = NotificationStore(pool: outbox.bench.pool)
            let first = try #require(try await outbox.drain(.rejected(reason: .refused)).first)
            let id = try await store.resend(.delivery(first.deliveryID), channels: [Self.ops])
            let again = try #require(try await outbox.drain().first)
            #expect(again.notificationID == id)
            #expect(again.deliveryID != first.deliveryID)
            #expect(again.content == first.content)
            #expect(!again.isMinimal)
            let log = try await outbox.text(
                "SELECT string_agg(reason || ' ' || outcome, ', ' ORDER BY attempted_at) FROM belfry.deliveries"
            )
            #expect(log == "firing rejected, resend delivered")
        }
    }

    @Test func whatCannotBeSentAgainIsRefused() async throws {
        try await OutboxBench.with("refusals", failures: 1) { outbox in
            let store = NotificationStore(pool: outbox.bench.pool)
            let claim = try #require(try await outbox.store.claim([Self.ops], limit: 1).first)
            let reference = NotificationReference.notification(claim.notificationID)
            await #expect(throws: NotificationStore.Refusal.pending) {
                try await store.resend(reference, channels: [Self.ops])
            }
            await #expect(throws: NotificationStore.Refusal.notConfigured) {
                try await store.resend(reference, channels: [])
            }
            await #expect(throws: NotificationStore.Refusal.notFound) {
                try await store.resend(.notification(1), channels: [Self.ops])
            }
        }
    }
}
