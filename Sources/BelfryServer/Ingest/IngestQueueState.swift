import BelfryCore
import NIOCore

/// What the queue holds and whether its consumer waits: a state machine without locks or clocks.
struct IngestQueueState {
    /// What to do about an execution that was offered.
    enum OfferAction {
        /// It is queued and the consumer is busy: nothing.
        case queued
        /// It is queued: wake the consumer.
        case wake(CheckedContinuation<Void, Never>)
        /// There are `capacity` executions in the queue.
        case full
        /// The queue takes nothing any more.
        case closed
    }

    /// What the consumer is to do next.
    enum TakeAction {
        /// Commit these, answer whoever still waits for it (`finishBatch`), then come again.
        case commit([ReceivedExecution])
        /// Wait until something is offered.
        case wait
        /// Everything is answered and nothing more will come.
        case finish
    }

    let capacity: Int
    let maximumBatch: Int
    private var executions: [ReceivedExecution] = []
    private var waiters: [IngestWaiter] = []
    /// Those of the batch that is being committed.
    private var committing: [IngestWaiter] = []
    /// How many of `committing`, and of `waiters`, were told already that it took too long: the first ones, as time goes on.
    private var lateCommitting = 0
    private var lateWaiting = 0
    /// Whether there is a timer for the next deadline.
    private(set) var isWatched = false
    private var consumer: CheckedContinuation<Void, Never>?
    /// Whether nothing is taken any more.
    private(set) var isClosed = false

    init(capacity: Int, maximumBatch: Int) {
        self.capacity = capacity
        self.maximumBatch = maximumBatch
    }

    /// How many executions wait for the next commit.
    var count: Int { executions.count }

    /// Offers an execution.
    mutating func offer(_ execution: ReceivedExecution, _ waiter: IngestWaiter) -> OfferAction {
        guard !isClosed else { return .closed }
        guard executions.count < capacity else { return .full }
        executions.append(execution)
        waiters.append(waiter)
        guard let consumer else { return .queued }
        self.consumer = nil
        return .wake(consumer)
    }

    /// Takes what is queued, at most one batch, in order.
    mutating func take() -> TakeAction {
        guard !executions.isEmpty else { return isClosed ? .finish : .wait }
        guard executions.count > maximumBatch else {
            (committing, lateCommitting, lateWaiting) = (waiters, lateWaiting, 0)
            defer {
                executions = []
                waiters = []
                // One commit's worth is the usual size of the next one.
                executions.reserveCapacity(64)
                waiters.reserveCapacity(64)
            }
            return .commit(executions)
        }
        let batch = TakeAction.commit(Array(executions.prefix(maximumBatch)))
        committing = Array(waiters.prefix(maximumBatch))
        lateCommitting = min(lateWaiting, maximumBatch)
        lateWaiting -= lateCommitting
        executions.removeFirst(maximumBatch)
        waiters.removeFirst(maximumBatch)
        return batch
    }

    /// Ends the batch under way; returns who waits for its outcome still, and how many before them do not any more.
    mutating func finishBatch() -> (late: Int, waiters: [IngestWaiter]) {
        defer { (committing, lateCommitting) = ([], 0) }
        return (lateCommitting, lateCommitting == 0 ? committing : Array(committing[lateCommitting...]))
    }

    /// Takes out whose patience has ended, each once; what they brought stays and is committed if it can be.
    ///
    /// They came in the order of their deadlines, but for what separates two event loops' clocks.
    mutating func expire(at now: NIODeadline) -> [IngestWaiter] {
        let first = committing[lateCommitting...].prefix { $0.deadline <= now }
        lateCommitting += first.count
        guard lateCommitting == committing.count else { return Array(first) }
        let second = waiters[lateWaiting...].prefix { $0.deadline <= now }
        lateWaiting += second.count
        return Array(first + second)
    }

    /// When the next patience ends, for which there is a timer from now on; nil where nobody waits, and none is needed.
    mutating func watchNextDeadline() -> NIODeadline? {
        let next = (committing[lateCommitting...].first ?? waiters[lateWaiting...].first)?.deadline
        isWatched = next != nil
        return next
    }

    /// Lets the consumer sleep, unless there is something to do already: then it is handed back to be resumed.
    mutating func sleep(_ continuation: CheckedContinuation<Void, Never>) -> CheckedContinuation<Void, Never>? {
        guard executions.isEmpty, !isClosed else { return continuation }
        consumer = continuation
        return nil
    }

    /// Takes nothing from now on; a sleeping consumer is handed back to be resumed.
    mutating func close() -> CheckedContinuation<Void, Never>? {
        isClosed = true
        defer { consumer = nil }
        return consumer
    }
}
