import BelfryCore
import BelfryStore
import Synchronization

/// A committer whose verdicts a test chooses, and which can be held in the middle of a commit.
///
/// One that sends ahead has begun a batch when it is handed over, others when its verdicts are asked for.
final class FakeCommitter: ExecutionCommitter {
    private struct State {
        var batches: [[ReceivedExecution]] = []
        var isHeld = false
        var held: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>
    private let sendsAhead: Bool
    private let verdict: @Sendable (ReceivedExecution) throws(StoreUnavailable) -> IngestVerdict

    init(
        isHeld: Bool = false,
        sendsAhead: Bool = false,
        verdict: @escaping @Sendable (ReceivedExecution) throws(StoreUnavailable) -> IngestVerdict = { _ in .accepted }
    ) {
        state = Mutex(State(isHeld: isHeld))
        self.sendsAhead = sendsAhead
        self.verdict = verdict
    }

    var batches: [[ReceivedExecution]] { state.withLock { $0.batches } }

    /// Ends the commit that is held and holds none from now on.
    func release() {
        let held = state.withLock { state in
            state.isHeld = false
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    func commit(_ batch: [ReceivedExecution]) async throws(StoreUnavailable) -> [IngestVerdict] {
        state.withLock { $0.batches.append(batch) }
        return try await finish(batch)
    }

    func begin(_ batch: [ReceivedExecution]) async -> PendingCommit {
        if sendsAhead { state.withLock { $0.batches.append(batch) } }
        return PendingCommit(allowsAnother: sendsAhead) { () throws(StoreUnavailable) in
            self.sendsAhead ? try await self.finish(batch) : try await self.commit(batch)
        }
    }

    private func finish(_ batch: [ReceivedExecution]) async throws(StoreUnavailable) -> [IngestVerdict] {
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                if state.isHeld { state.held.append(continuation) }
                return !state.isHeld
            }
            if goesOn { continuation.resume() }
        }
        var verdicts: [IngestVerdict] = []
        for execution in batch { verdicts.append(try verdict(execution)) }
        return verdicts
    }
}
