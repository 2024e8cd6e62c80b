public import BelfryCore
public import BelfryStore
public import Logging
public import NIOCore
public import ServiceLifecycle
import Synchronization

/// Group commit: what arrives while one commit runs goes into the next one.
///
/// Event loops submit; one consumer, `run()`, commits batch after batch, begins one while the one before it is under way, and
/// completes each batch's waiters with one hop per event loop. At most `capacity` executions wait; the next submitter is told so at once. Who has waited for `patience` is told
/// that there is no answer, whatever the committer is doing: what it commits later is known when the sender repeats it.
///
/// Shut down gracefully, the queue takes nothing more, commits what it holds, completes every waiter and returns; it must
/// therefore be shut down after the servers that submit to it.
public final class IngestQueue: Service, Sendable {
    /// How many executions may wait: about a quarter of a second of the highest rate one writer was measured at.
    public static let defaultCapacity = 10_000
    /// The most executions in one transaction: larger ones gain nothing (measured) and hold the ingest lock longer.
    public static let defaultMaximumBatch = 2_000
    /// How long a sender is to wait when the queue is full: it drains within a second, unless the database is down.
    public static let overloadedRetryAfter = TimeSpan.seconds(1)
    /// How long a sender is to wait for the successor of a process that stops.
    public static let closedRetryAfter = TimeSpan.seconds(5)

    /// How long a sender waits for the commit: A1Cron does not say how long it does, and any commit takes less while the database
    /// works.
    public static let defaultPatience = TimeAmount.seconds(5)

    /// How many executions may wait.
    public let capacity: Int

    /// One that the server runs, and one that is decided meanwhile and sent behind it.
    private static let maximumUnderWay = 2

    /// A batch that was begun.
    private struct CommitUnderWay {
        let commit: PendingCommit
        let size: Int
        let startedAt: NIODeadline
    }

    private let patience: TimeAmount
    private let committer: any ExecutionCommitter
    private let metrics: BelfryMetrics
    private let logger: Logger
    private let state: Mutex<IngestQueueState>

    /// A queue in front of a committer; it takes submissions at once, and commits while `run()` runs.
    public init(
        committer: any ExecutionCommitter,
        metrics: BelfryMetrics,
        logger: Logger,
        capacity: Int = IngestQueue.defaultCapacity,
        maximumBatch: Int = IngestQueue.defaultMaximumBatch,
        patience: TimeAmount = IngestQueue.defaultPatience
    ) {
        self.patience = patience
        self.committer = committer
        self.metrics = metrics
        self.logger = logger
        self.capacity = capacity
        state = Mutex(IngestQueueState(capacity: capacity, maximumBatch: maximumBatch))
        metrics.ingestQueueCapacity.set(Double(capacity))
    }

    /// How many executions wait for the next commit.
    public var length: Int { state.withLock { $0.count } }

    /// Whether the queue takes nothing more.
    public var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Queues an execution; `complete` is called with the answer exactly once, on the event loop.
    ///
    /// Call it on that event loop: a full or closed queue answers before this returns. `now` is when the sender begins to wait.
    public func submit(
        _ execution: ReceivedExecution,
        on eventLoop: any EventLoop,
        now: NIODeadline = .now(),
        complete: @escaping @Sendable (IngestAnswer) -> Void
    ) {
        let waiter = IngestWaiter(deadline: now + patience, eventLoop: eventLoop, complete: complete)
        let (action, watch) = state.withLock { state in
            let action = state.offer(execution, waiter)
            metrics.ingestQueueLength.set(Double(state.count))
            return (action, state.isWatched ? nil : state.watchNextDeadline())
        }
        if let watch { watchDeadlines(on: eventLoop, at: watch) }
        switch action {
        case .queued:
            break
        case .wake(let consumer):
            consumer.resume()
        case .full:
            complete(
                .overloaded(
                    reason: "\(capacity) webhooks wait for the database already",
                    retryAfter: Self.overloadedRetryAfter
                )
            )
        case .closed:
            complete(.overloaded(reason: "this process is stopping", retryAfter: Self.closedRetryAfter))
        }
    }

    /// Commits batches until the queue is shut down and empty.
    ///
    /// Cancelled, it still answers every waiter, for the committer then fails or finishes what it is given.
    public func run() async {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await consume()
            } onGracefulShutdown: {
                self.close()
            }
        } onCancel: {
            self.close()
        }
    }

    private func close() {
        state.withLock { $0.close() }?.resume()
    }

    private func consume() async {
        var underWay: [CommitUnderWay] = []
        // Whether the next batch may be begun before the last one is finished.
        var overlapping = true
        while true {
            let isFull = underWay.count >= Self.maximumUnderWay || underWay.last?.commit.allowsAnother == false
            let action = state.withLock { state in
                let action = state.take(another: !isFull, overlapping: overlapping)
                metrics.ingestQueueLength.set(Double(state.count))
                return action
            }
            switch action {
            case .begin(let batch):
                let start = NIODeadline.now()
                let commit = await committer.begin(batch)
                overlapping = commit.allowsAnother
                underWay.append(CommitUnderWay(commit: commit, size: batch.count, startedAt: start))
            case .settle:
                let answers = await answers(of: underWay.removeFirst())
                let (late, waiters) = state.withLock { $0.finishBatch() }
                Self.complete(waiters, with: Array(answers.dropFirst(late)))
            case .wait:
                await withCheckedContinuation { continuation in
                    state.withLock { $0.sleep(continuation) }?.resume()
                }
            case .finish:
                return
            }
        }
    }

    /// One timer for all that wait, at the first deadline; a timer for each would cost more than the rest of a submission.
    private func watchDeadlines(on eventLoop: any EventLoop, at deadline: NIODeadline) {
        eventLoop.scheduleTask(deadline: deadline) {
            let (late, next) = self.state.withLock { ($0.expire(at: .now()), $0.watchNextDeadline()) }
            let reason = "the database has not confirmed a commit within \(self.patience.nanoseconds / 1_000_000) ms"
            let answer = IngestAnswer.unavailable(StoreUnavailable(reason: reason))
            Self.complete(late, with: Array(repeating: answer, count: late.count))
            if let next { self.watchDeadlines(on: eventLoop, at: next) }
        }
    }

    private func answers(of batch: CommitUnderWay) async -> [IngestAnswer] {
        let answers: [IngestAnswer]
        do throws(StoreUnavailable) {
            let verdicts = try await batch.commit.verdicts()
            if verdicts.count == batch.size {
                answers = verdicts.map { .committed($0) }
            } else {
                logger.critical(
                    "a commit gave another number of verdicts than executions",
                    metadata: ["executions": "\(batch.size)", "verdicts": "\(verdicts.count)"]
                )
                let unknown = StoreUnavailable(reason: "what became of the batch is unknown")
                answers = Array(repeating: .unavailable(unknown), count: batch.size)
            }
        } catch {
            answers = Array(repeating: .unavailable(error), count: batch.size)
        }
        metrics.commitDuration.observe(nanoseconds: (NIODeadline.now() - batch.startedAt).nanoseconds)
        return answers
    }

    /// One hop per event loop, however many of the batch wait there.
    private static func complete(_ waiters: [IngestWaiter], with answers: [IngestAnswer]) {
        guard let loop = waiters.first?.eventLoop else { return }
        if waiters.allSatisfy({ $0.eventLoop === loop }) {
            loop.execute {
                for index in waiters.indices { waiters[index].complete(answers[index]) }
            }
            return
        }
        let loops = Dictionary(grouping: waiters.indices) { ObjectIdentifier(waiters[$0].eventLoop) }
        for indices in loops.values {
            guard let first = indices.first else { continue }
            waiters[first].eventLoop.execute {
                for index in indices { waiters[index].complete(answers[index]) }
            }
        }
    }
}
