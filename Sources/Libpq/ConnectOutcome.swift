import Synchronization

/// The result of connecting, or of having been cancelled meanwhile: whichever comes first.
final class ConnectOutcome: Sendable {
    typealias Outcome = Result<Void, PostgresError>

    private enum State {
        case pending
        case awaited(CheckedContinuation<Outcome, Never>)
        case finished(Outcome)
    }

    private let state = Mutex(State.pending)

    /// Sets the outcome unless there is one already.
    func finish(_ outcome: Outcome) {
        let continuation = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
            switch state {
            case .finished:
                return nil
            case .pending:
                state = .finished(outcome)
                return nil
            case .awaited(let continuation):
                state = .finished(outcome)
                return continuation
            }
        }
        continuation?.resume(returning: outcome)
    }

    /// Waits for the outcome; once.
    func value() async -> Outcome {
        await withCheckedContinuation { continuation in
            let outcome = state.withLock { state -> Outcome? in
                if case .finished(let outcome) = state { return outcome }
                state = .awaited(continuation)
                return nil
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }
}
