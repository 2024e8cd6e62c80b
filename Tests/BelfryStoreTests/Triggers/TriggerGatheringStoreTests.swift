import BelfryCore
import BelfryTestSupport
import Foundation
import Libpq
import Testing

@testable import BelfryStore

/// Triggers with several parents in the database: what waits outlives batches, replicas and restarts, and is used once.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct TriggerGatheringStoreTests {
    private static let rule = TriggerRule(
        name: "t",
        parents: [TriggerParent(job: "a"), TriggerParent(job: "B")],
        within: .hours(2),
        child: "c"
    )

    private static func success(_ job: String, _ id: String, minutesAgo: Int64 = 0) -> ReceivedExecution {
        let now = Instant(microseconds: Int64(Date.now.timeIntervalSince1970 * 1_000_000))
        let execution = Execution(
            jobID: job,
            jobName: job.uppercased(),
            executionID: id,
            status: .success,
            executedAt: now - .minutes(minutesAgo)
        )
        return ReceivedExecution(
            execution: execution,
            receivedAt: now,
            contentDigest: ContentDigest.digest(execution)
        )
    }

    private static func writer(_ bench: IngestBench) -> IngestWriter {
        IngestBench.writer(bench.connection, bench.rules, triggers: TriggerSet([rule]))
    }

    private static func firings(_ bench: IngestBench) async throws -> String? {
        try await bench.value(
            String?.self,
            "SELECT string_agg(execution_id || ' ' || state, ', ' ORDER BY execution_id) FROM belfry.trigger_firings"
        )
    }

    @Test func whatWaitsOutlivesTheProcessAndIsUsedOnce() async throws {
        try await IngestBench.with("gather_restart") { bench async throws in
            let first = Self.success("a", "a1", minutesAgo: 30)
            let before = Self.writer(bench)
            #expect(try await before.commit([first, first]) == [.accepted, .duplicate])
            await before.close()
            #expect(try await Self.firings(bench) == nil)
            let after = Self.writer(bench)
            let second = Self.success("b", "b1")
            _ = try await after.commit([first, second, second])
            _ = try await after.commit([second, first])
            #expect(try await Self.firings(bench) == "b1 pending")
            // Each success counts once: the next firing needs a newer one of both.
            _ = try await after.commit([Self.success("b", "b2")])
            #expect(try await Self.firings(bench) == "b1 pending")
            _ = try await after.commit([Self.success("a", "a2")])
            #expect(try await Self.firings(bench) == "a2 pending, b1 pending")
            let used = try await bench.value(
                String.self,
                """
                SELECT string_agg(execution_id || ' in ' || fired_execution_id, ', ' ORDER BY execution_id)
                FROM belfry.trigger_arrivals
                """
            )
            #expect(used == "a1 in b1, a2 in a2, b1 in b1, b2 in a2")
            let store = TriggerStore(pool: bench.pool)
            #expect(try await store.claim(["t"], limit: 8).claims.count == 2)
            await after.close()
        }
    }

    @Test func twoReplicasThatHearOfOneParentEachFireOnce() async throws {
        try await IngestBench.with("gather_replicas") { bench async throws in
            let one = Self.writer(bench)
            let other = Self.writer(bench)
            for round in 0..<20 {
                async let left = one.commit([Self.success("a", "a\(round)")])
                async let right = other.commit([Self.success("b", "b\(round)")])
                _ = try await (left, right)
            }
            let counts = try await bench.value(
                String.self,
                """
                SELECT (SELECT count(*) FROM belfry.trigger_firings) || ' '
                    || (SELECT count(*) FROM belfry.trigger_arrivals WHERE fired_job_id IS NOT NULL)
                """
            )
            #expect(counts == "20 40")
            await one.close()
            await other.close()
        }
    }

    @Test func anAlertEndsThoughAnotherJobCompletedTheSet() async throws {
        try await IngestBench.with("gather_alert") { bench async throws in
            let writer = Self.writer(bench)
            let store = TriggerStore(pool: bench.pool)
            let alerts = TriggerAlertStore(pool: bench.pool)
            func open() async throws -> String? {
                try await bench.value(
                    String?.self,
                    "SELECT string_agg(alertname || ' ' || job_id, ', ') FROM belfry.open_alerts"
                )
            }
            _ = try await writer.commit([Self.success("b", "b1", minutesAgo: 2)])
            _ = try await writer.commit([Self.success("a", "a1", minutesAgo: 2)])
            let refused = try #require(try await store.claim(["t"], limit: 8).claims.first)
            #expect(try await store.complete(refused, TriggerRecord(outcome: .rejected)))
            #expect(try await alerts.decideDue(runningFor: .zero))
            #expect(try await open() == "TriggerFailed a")
            _ = try await writer.commit([Self.success("a", "a2")])
            _ = try await writer.commit([Self.success("b", "b2")])
            let taken = try #require(try await store.claim(["t"], limit: 8).claims.first)
            #expect(taken.key.jobID == "b")
            #expect(try await store.complete(taken, TriggerRecord(outcome: .delivered(executionID: nil))))
            #expect(try await alerts.decideDue(runningFor: .zero))
            #expect(try await open() == nil)
            await writer.close()
        }
    }

    @Test func aRestoredCopyStartsNothingWithWhatHadWaited() async throws {
        try await IngestBench.with("gather_restored") { bench async throws in
            let writer = Self.writer(bench)
            _ = try await writer.commit([Self.success("a", "a1", minutesAgo: 5)])
            try await bench.pool.withConnection { connection in try await RestoredPast.close(on: connection) }
            _ = try await writer.commit([Self.success("b", "b1")])
            #expect(try await Self.firings(bench) == nil)
            _ = try await writer.commit([Self.success("a", "a2")])
            #expect(try await Self.firings(bench) == "a2 pending")
            await writer.close()
        }
    }

    @Test func explainSaysWhatItWaitsForAndWhatItWasUsedIn() async throws {
        try await IngestBench.with("gather_explain") { bench async throws in
            let writer = Self.writer(bench)
            _ = try await writer.commit([Self.success("a", "a1", minutesAgo: 10)])
            func triggers(_ id: String) async throws -> StoredTriggers? {
                try await bench.pool.withConnection { connection in
                    try await ExplanationStore(connection).decisions(executionID: id, jobID: nil, attempt: nil)
                        .first?.triggers
                }
            }
            let waiting = try #require(try await triggers("a1"))
            #expect(waiting.firings.isEmpty && waiting.arrivals.map(\.arrival.parent) == ["a"])
            #expect(waiting.arrivals.first?.arrival.usedIn == nil)
            _ = try await writer.commit([Self.success("b", "b1")])
            #expect(try await triggers("a1")?.arrivals.first?.arrival.usedIn?.executionID == "b1")
            let fired = try #require(try await triggers("b1")?.firings.first)
            #expect(fired.state == "pending" && fired.usedExecutions == ["a a1"])
            await writer.close()
        }
    }
}
