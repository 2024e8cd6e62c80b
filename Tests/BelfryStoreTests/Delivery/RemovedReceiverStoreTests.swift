import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// What waits for a receiver that is no longer configured.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct RemovedReceiverStoreTests {
    private static let later = """
        UPDATE belfry.outbox SET created_at = created_at - interval '10 minutes';
        UPDATE belfry.channels SET not_before = not_before - interval '10 minutes';
        """

    @Test func goesToTheFallbackInOrder() async throws {
        try await OutboxBench.with("fallback", failures: 2) { outbox in
            let store = RemovedReceiverStore(pool: outbox.bench.pool)
            let pager = OutboxBench.pager.channel
            #expect(
                try await store.sweep(configured: [pager], fallback: [pager]).moved == 0,
                "another replica may have it"
            )
            try await outbox.execute(Self.later)
            #expect(try await store.sweep(configured: [pager], fallback: [pager]).moved == 2)
            #expect(try await store.sweep(configured: [pager], fallback: [pager]).moved == 0)
            let told = try await outbox.drain()
            #expect(told.map(\.channel) == [pager, pager])
            #expect(told.map { $0.content.alerts[0].job.jobID } == ["job-0", "job-1"])
            let log = try await outbox.text(
                "SELECT string_agg(receiver || ' ' || outcome, ', ' ORDER BY attempted_at) FROM belfry.deliveries"
            )
            #expect(log == "ops rejected, ops rejected, pager delivered, pager delivered")
        }
    }

    @Test func withoutAFallbackItIsGivenUpAfterADayAndOnRecord() async throws {
        try await OutboxBench.with("given_up", failures: 1) { outbox in
            let store = RemovedReceiverStore(pool: outbox.bench.pool)
            let pager = OutboxBench.pager.channel
            try await outbox.execute(Self.later)
            #expect(try await store.sweep(configured: [pager], fallback: []).expired == 0)
            try await outbox.execute("UPDATE belfry.outbox SET created_at = created_at - interval '25 hours'")
            #expect(try await store.sweep(configured: [pager], fallback: []).expired == 1)
            #expect(try await outbox.text("SELECT state FROM belfry.outbox") == "expired")
            #expect(try await outbox.text("SELECT reason FROM belfry.delivery_attempts") == "receiver_removed")
        }
    }

    @Test func aChannelThatIsServedElsewhereIsLeftAlone() async throws {
        try await OutboxBench.with("served", failures: 1) { outbox in
            try await outbox.execute(Self.later)
            let claim = try #require(try await outbox.store.claim([OutboxBench.ops.channel], limit: 1).first)
            let pager = OutboxBench.pager.channel
            let store = RemovedReceiverStore(pool: outbox.bench.pool)
            #expect(try await store.sweep(configured: [pager], fallback: [pager]).moved == 0)
            #expect(try await outbox.store.complete(claim, OutboxBench.delivered))
        }
    }
}
