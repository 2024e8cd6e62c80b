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

    /// Waits for the outcome, once; it is a failure when the task is cancelled or the deadline comes first.
    func value(until deadline: ContinuousClock.Instant?) async -> Outcome {
        await withTaskCancellationHandler {
            guard let deadline else { return await value() }
            return await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    // A sleep that is cancelled means there is an outcome.
                    guard (try? await Task.sleep(until: deadline, clock: .continuous)) != nil else { return }
                    let error = PostgresError(
                        .deadlineExceeded,
                        sqlState: .cannotConnect,
                        message: "the server did not answer in time"
                    )
                    self.finish(.failure(error))
                }
                let outcome = await value()
                group.cancelAll()
                return outcome
            }
        } onCancel: {
            finish(.failure(PostgresError(.cancelled, message: "cancelled while connecting")))
        }
    }

    private func value() async -> Outcome {
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
