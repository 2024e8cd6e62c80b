import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// What is too old becomes one digest, and nothing is lost without a trace.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct BacklogStoreTests {
    private static let age = "UPDATE belfry.outbox SET created_at = created_at - interval '25 hours'"

    @Test func oldMessagesBecomeOneDigestBeforeTheYoungOnes() async throws {
        try await OutboxBench.with("backlog", failures: 3) { outbox in
            try await outbox.execute(Self.age)
            try await outbox.fail(7)
            let backlog = BacklogStore(pool: outbox.bench.pool)
            #expect(try await backlog.replace([OutboxBench.ops.channel]) == [OutboxBench.ops.channel: 3])
            #expect(try await backlog.replace([OutboxBench.ops.channel]) == [:])
            let told = try await outbox.drain()
            #expect(told.map(\.content.reason) == [.digest, .firing])
            let digest = told[0].content
            #expect(digest.undelivered?.count == 3)
            #expect(digest.alerts.map(\.job.jobID) == ["job-0", "job-1", "job-2"])
            #expect(told[1].content.alerts.map(\.job.jobID) == ["job-7"])
            let log = try await outbox.text(
                "SELECT count(*)::text FROM belfry.delivery_attempts WHERE reason = 'expired'"
            )
            #expect(log == "3")
        }
    }

    @Test func aDigestThatStillWaitsIsPartOfTheNext() async throws {
        try await OutboxBench.with("merged", failures: 2) { outbox in
            let backlog = BacklogStore(pool: outbox.bench.pool)
            try await outbox.execute(Self.age)
            #expect(try await backlog.replace([OutboxBench.ops.channel]) == [OutboxBench.ops.channel: 2])
            try await outbox.fail(5)
            try await outbox.execute(Self.age + " WHERE created_at > now() - interval '1 hour'")
            #expect(try await backlog.replace([OutboxBench.ops.channel]) == [OutboxBench.ops.channel: 2])
            let told = try await outbox.drain()
            #expect(told.map(\.content.undelivered?.count) == [3])
            #expect(told[0].content.alerts.map(\.job.jobID) == ["job-0", "job-1", "job-5"])
        }
    }

    @Test func alertsAreShownAsTheyStandNow() async throws {
        try await OutboxBench.with("now", failures: 1) { outbox in
            try await outbox.fail(0, status: .success)
            try await outbox.execute(Self.age)
            _ = try await BacklogStore(pool: outbox.bench.pool).replace([OutboxBench.ops.channel])
            let told = try await outbox.drain()
            #expect(told.map { $0.content.alerts.map(\.state) } == [[.resolved]])
        }
    }

    @Test func whatIsUnderWayIsLeftAlone() async throws {
        try await OutboxBench.with("leased", failures: 2) { outbox in
            try await outbox.execute(Self.age)
            let claim = try #require(try await outbox.store.claim([OutboxBench.ops.channel], limit: 1).first)
            let backlog = BacklogStore(pool: outbox.bench.pool)
            #expect(try await backlog.replace([OutboxBench.ops.channel]) == [:])
            try await outbox.store.complete(claim, OutboxBench.delivered)
            #expect(try await backlog.replace([OutboxBench.ops.channel]) == [OutboxBench.ops.channel: 1])
        }
    }
}
