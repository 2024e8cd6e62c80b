import BelfryCore

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
        /// Commit these, then come again.
        case commit([ReceivedExecution], [IngestWaiter])
        /// Wait until something is offered.
        case wait
        /// Everything is answered and nothing more will come.
        case finish
    }

    let capacity: Int
    let maximumBatch: Int
    private var executions: [ReceivedExecution] = []
    private var waiters: [IngestWaiter] = []
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
            defer {
                executions = []
                waiters = []
                // One commit's worth is the usual size of the next one.
                executions.reserveCapacity(64)
                waiters.reserveCapacity(64)
            }
            return .commit(executions, waiters)
        }
        let batch = TakeAction.commit(Array(executions.prefix(maximumBatch)), Array(waiters.prefix(maximumBatch)))
        executions.removeFirst(maximumBatch)
        waiters.removeFirst(maximumBatch)
        return batch
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
