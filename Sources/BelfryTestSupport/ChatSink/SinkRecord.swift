internal import Synchronization

/// What a `ChatSink` has received and what it is to answer, shared by its connections.
final class SinkRecord: Sendable {
    private struct State {
        var requests: [SinkRequest] = []
        var script: [SinkAnswer] = []
        var fallback = SinkAnswer.ok
        var connections = 0
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var requests: [SinkRequest] { state.withLock { $0.requests } }

    var connections: Int { state.withLock { $0.connections } }

    func noteConnection() {
        state.withLock { $0.connections += 1 }
    }

    func script(_ answers: [SinkAnswer], then fallback: SinkAnswer) {
        state.withLock {
            $0.script = answers
            $0.fallback = fallback
        }
    }

    /// Records a request and takes the answer to it off the script.
    func answer(to request: SinkRequest) -> SinkAnswer {
        let (answer, ready) = state.withLock { state in
            state.requests.append(request)
            let answer = state.script.isEmpty ? state.fallback : state.script.removeFirst()
            let ready = state.waiters.filter { $0.count <= state.requests.count }
            state.waiters.removeAll { $0.count <= state.requests.count }
            return (answer, ready)
        }
        for waiter in ready { waiter.continuation.resume() }
        return answer
    }

    /// Returns once this many requests have arrived since the start.
    func wait(for count: Int) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if state.requests.count >= count { return true }
                state.waiters.append((count, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    /// Lets everybody who waits go on.
    func releaseWaiters() {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume() }
    }
}
