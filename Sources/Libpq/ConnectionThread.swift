import Synchronization

/// The thread on which everything of one connection happens: the executor of its actor.
///
/// While it has nothing to run it watches the connection's socket, for notifications and for the server's end.
final class ConnectionThread: SerialExecutor {
    private enum Work {
        case job(UnownedJob)
        case call(@Sendable () -> Void)
    }

    private struct State {
        var queue: [Work] = []
        var isSleeping = false
        var isStopping = false

        /// Puts work in line and returns whether the thread has to be woken for it.
        mutating func enqueue(_ work: Work) -> Bool {
            queue.append(work)
            defer { isSleeping = false }
            return isSleeping
        }
    }

    private enum Next {
        case run([Work])
        case sleep
        case stop
    }

    private let state = Mutex(State())
    private let session: Session

    init(session: Session) {
        self.session = session
    }

    /// Starts the thread, which keeps itself alive until `stop()`; false if the system has none to give.
    func start() -> Bool {
        PosixThread.start { self.run() }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        wake(if: state.withLock { $0.enqueue(.job(job)) })
    }

    /// Runs a closure on the thread, in line with the actor's jobs.
    func perform(_ call: @escaping @Sendable () -> Void) {
        wake(if: state.withLock { $0.enqueue(.call(call)) })
    }

    /// Ends the thread when it has run what is in line, and the connection with it.
    func stop() {
        let isSleeping = state.withLock { state in
            state.isStopping = true
            defer { state.isSleeping = false }
            return state.isSleeping
        }
        wake(if: isSleeping)
    }

    private func wake(if isSleeping: Bool) {
        if isSleeping { session.pipe.wake() }
    }

    private func run() {
        while true {
            switch next() {
            case .run(let queue):
                for work in queue {
                    run(work)
                }
            case .sleep:
                session.watch()
                state.withLock { $0.isSleeping = false }
            case .stop:
                return session.disconnect()
            }
        }
    }

    private func run(_ work: Work) {
        switch work {
        case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
        case .call(let call): call()
        }
    }

    private func next() -> Next {
        state.withLock { state in
            if !state.queue.isEmpty {
                defer { state.queue.removeAll(keepingCapacity: true) }
                return .run(state.queue)
            }
            if state.isStopping { return .stop }
            state.isSleeping = true
            return .sleep
        }
    }
}
