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

    /// A batch that is being committed.
    private struct Batch {
        var waiters: [IngestWaiter]
        /// How many of them were told already that it took too long: the first ones, as time goes on.
        var late: Int
    }

    /// What the consumer is to do next.
    enum TakeAction {
        /// Begin to commit these, then come again.
        case begin([ReceivedExecution])
        /// Finish the batch begun first, answer whoever still waits for it (`finishBatch`), then come again.
        case settle
        /// Wait until something is offered.
        case wait
        /// Everything is answered and nothing more will come.
        case finish
    }

    /// A batch begun while another one is under way has at least this share of the latter's size: a smaller one would cost more
    /// than it saves.
    private static let worthwhile = 4

    /// Fewer executions than these are not divided: what a transaction costs by itself would be paid twice.
    private static let divisible = 24

    let capacity: Int
    let maximumBatch: Int
    private var executions: [ReceivedExecution] = []
    private var waiters: [IngestWaiter] = []
    /// The batches under way, in the order in which they were begun.
    private var underWay: [Batch] = []
    /// How many of `waiters` were told already that it took too long.
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
    ///
    /// While a batch is under way, only one that is worth its while, and none unless `another`. Where batches are `overlapping`,
    /// what is queued is divided for two of them.
    mutating func take(another: Bool, overlapping: Bool) -> TakeAction {
        if let last = underWay.last, !another || executions.count * Self.worthwhile < last.waiters.count {
            return .settle
        }
        guard !executions.isEmpty else { return underWay.isEmpty ? (isClosed ? .finish : .wait) : .settle }
        let limit = overlapping ? half : maximumBatch
        guard executions.count > limit else {
            underWay.append(Batch(waiters: waiters, late: lateWaiting))
            lateWaiting = 0
            defer {
                executions = []
                waiters = []
                // One commit's worth is the usual size of the next one.
                executions.reserveCapacity(64)
                waiters.reserveCapacity(64)
            }
            return .begin(executions)
        }
        let batch = TakeAction.begin(Array(executions.prefix(limit)))
        let late = min(lateWaiting, limit)
        underWay.append(Batch(waiters: Array(waiters.prefix(limit)), late: late))
        lateWaiting -= late
        executions.removeFirst(limit)
        waiters.removeFirst(limit)
        return batch
    }

    /// Half of what is queued and under way, so that the server runs one half while the other is decided, and neither waits for
    /// the other.
    private var half: Int {
        let half = (executions.count + (underWay.last?.waiters.count ?? 0) + 1) / 2
        return executions.count < Self.divisible ? maximumBatch : min(half, maximumBatch)
    }

    /// Ends the batch begun first; returns who waits for its outcome still, and how many before them do not any more.
    mutating func finishBatch() -> (late: Int, waiters: [IngestWaiter]) {
        let batch = underWay.removeFirst()
        return (batch.late, batch.late == 0 ? batch.waiters : Array(batch.waiters[batch.late...]))
    }

    /// Takes out whose patience has ended, each once; what they brought stays and is committed if it can be.
    ///
    /// They came in the order of their deadlines, but for what separates two event loops' clocks.
    mutating func expire(at now: NIODeadline) -> [IngestWaiter] {
        var expired: [IngestWaiter] = []
        for index in underWay.indices {
            let late = underWay[index].waiters[underWay[index].late...].prefix { $0.deadline <= now }
            underWay[index].late += late.count
            expired += late
            guard underWay[index].late == underWay[index].waiters.count else { return expired }
        }
        let late = waiters[lateWaiting...].prefix { $0.deadline <= now }
        lateWaiting += late.count
        return expired + late
    }

    /// When the next patience ends, for which there is a timer from now on; nil where nobody waits, and none is needed.
    mutating func watchNextDeadline() -> NIODeadline? {
        let first = underWay.first { $0.late < $0.waiters.count }.map { $0.waiters[$0.late] }
        let next = (first ?? waiters[lateWaiting...].first)?.deadline
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
