import BelfryStore
import Synchronization
import Testing

@testable import BelfryServer

struct SnapshotSharingTests {
    @Test func scrapesShareTheNextReadAndNeverOneThatRuns() async throws {
        let gate = Gate()
        let source = FakeMetricsSource {
            await gate.pass()
            return MetricsSnapshot(jobs: [], alerts: [], pending: [])
        }
        let sharing = SnapshotSharing(source: source)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { _ = try await sharing.snapshot() }
            #expect(try await eventually { source.reads == 1 })
            for _ in 0..<5 { tasks.addTask { _ = try await sharing.snapshot() } }
            while await sharing.waitingCount < 5 { await Task.yield() }
            #expect(source.reads == 1)
            gate.open()
            try await tasks.waitForAll()
        }
        #expect(source.reads == 2)
        _ = try await sharing.snapshot()
        #expect(source.reads == 3)
    }

    @Test func aFailureIsSharedAndTheNextReadTriesAgain() async throws {
        let fails = Mutex(true)
        let source = FakeMetricsSource {
            if fails.withLock({ $0 }) { throw CancellationError() }
            return MetricsSnapshot(jobs: [], alerts: [], pending: [])
        }
        let sharing = SnapshotSharing(source: source)
        await #expect(throws: CancellationError.self) { try await sharing.snapshot() }
        fails.withLock { $0 = false }
        _ = try await sharing.snapshot()
        #expect(source.reads == 2)
    }
}
