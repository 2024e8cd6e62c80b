import BelfryCore
import BelfryStore
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import Testing

@testable import BelfryServer

struct IngestQueueTests {
    private static let loop = MultiThreadedEventLoopGroup.singleton.next()

    private static func execution(_ number: Int) -> ReceivedExecution {
        let execution = Execution(
            jobID: "job",
            jobName: "Job",
            executionID: "exe_\(number)",
            status: .success,
            executedAt: Instant(seconds: 0)
        )
        return ReceivedExecution(execution: execution, receivedAt: Instant(seconds: 0), contentDigest: 0)
    }

    private static func queue(
        _ committer: FakeCommitter,
        capacity: Int = 100,
        maximumBatch: Int = 50,
        patience: TimeAmount = .seconds(60),
        metrics: BelfryMetrics = BelfryMetrics(version: "test")
    ) -> IngestQueue {
        IngestQueue(
            committer: committer,
            metrics: metrics,
            logger: TestServer.logger(),
            capacity: capacity,
            maximumBatch: maximumBatch,
            patience: patience
        )
    }

    /// Runs the queue while `body` runs, then shuts it down gracefully.
    private static func running(
        _ queue: IngestQueue,
        _ body: @escaping @Sendable (ServiceGroup) async throws -> Void
    ) async throws {
        let group = ServiceGroup(configuration: .init(services: [queue], logger: TestServer.logger()))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await body(group)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test func whatArrivesDuringACommitIsTheNextBatch() async throws {
        let committer = FakeCommitter(isHeld: true)
        let queue = Self.queue(committer)
        let answers = AnswerLog()
        try await Self.running(queue) { _ async throws in
            queue.submit(Self.execution(0), on: Self.loop, complete: answers.take)
            #expect(try await eventually { committer.batches.count == 1 })
            for number in 1...20 { queue.submit(Self.execution(number), on: Self.loop, complete: answers.take) }
            #expect(queue.length == 20)
            committer.release()
            #expect(try await eventually { answers.count == 21 })
        }
        #expect(committer.batches.map(\.count) == [1, 20])
        #expect(committer.batches[1].map(\.execution.executionID) == (1...20).map { "exe_\($0)" })
    }

    @Test func aBatchHasAMaximum() async throws {
        let committer = FakeCommitter(isHeld: true)
        let queue = Self.queue(committer, maximumBatch: 8)
        let answers = AnswerLog()
        try await Self.running(queue) { _ async throws in
            queue.submit(Self.execution(0), on: Self.loop, complete: answers.take)
            #expect(try await eventually { committer.batches.count == 1 })
            for number in 1...20 { queue.submit(Self.execution(number), on: Self.loop, complete: answers.take) }
            committer.release()
            #expect(try await eventually { answers.count == 21 })
        }
        #expect(committer.batches.map(\.count) == [1, 8, 8, 4])
        #expect(committer.batches.joined().map(\.execution.executionID) == (0...20).map { "exe_\($0)" })
    }

    @Test func everyWaiterGetsItsOwnVerdictOnItsEventLoop() async throws {
        let committer = FakeCommitter { $0.execution.executionID.hasSuffix("1") ? .duplicate : .accepted }
        let queue = Self.queue(committer)
        let loops = [MultiThreadedEventLoopGroup.singleton.next(), MultiThreadedEventLoopGroup.singleton.next()]
        let verdicts = Mutex<[Int: Bool]>([:])
        try await Self.running(queue) { _ async throws in
            for number in 0..<10 {
                let loop = loops[number % 2]
                queue.submit(Self.execution(number), on: loop) { answer in
                    loop.assertInEventLoop()
                    guard case .committed(let verdict) = answer else { return }
                    verdicts.withLock { $0[number] = verdict == .duplicate }
                }
            }
            #expect(try await eventually { verdicts.withLock { $0.count } == 10 })
        }
        #expect(verdicts.withLock { $0 }.filter(\.value).keys.sorted() == [1])
    }

    @Test func aFullQueueAnswersAtOnce() async throws {
        let queue = Self.queue(FakeCommitter(), capacity: 2)
        let answers = AnswerLog()
        for number in 0..<3 { queue.submit(Self.execution(number), on: Self.loop, complete: answers.take) }
        #expect(answers.kinds == ["overloaded"])
        #expect(queue.length == 2)
        try await Self.running(queue) { _ async throws in
            #expect(try await eventually { answers.count == 3 })
        }
        #expect(answers.kinds == ["overloaded", "committed", "committed"])
    }

    @Test func anUnavailableStoreIsToldToTheWholeBatch() async throws {
        let committer = FakeCommitter { _ throws(StoreUnavailable) in throw StoreUnavailable(reason: "no database") }
        let queue = Self.queue(committer)
        let answers = AnswerLog()
        try await Self.running(queue) { _ async throws in
            for number in 0..<3 { queue.submit(Self.execution(number), on: Self.loop, complete: answers.take) }
            #expect(try await eventually { answers.count == 3 })
        }
        #expect(answers.kinds == ["unavailable", "unavailable", "unavailable"])
    }

    @Test func aShutdownAnswersWhatIsQueuedAndTakesNothingMore() async throws {
        let committer = FakeCommitter(isHeld: true)
        let queue = Self.queue(committer)
        let answers = AnswerLog()
        try await Self.running(queue) { group async throws in
            queue.submit(Self.execution(0), on: Self.loop, complete: answers.take)
            #expect(try await eventually { committer.batches.count == 1 })
            for number in 1...5 { queue.submit(Self.execution(number), on: Self.loop, complete: answers.take) }
            await group.triggerGracefulShutdown()
            #expect(try await eventually { queue.isClosed })
            queue.submit(Self.execution(6), on: Self.loop, complete: answers.take)
            #expect(answers.kinds == ["overloaded"])
            committer.release()
        }
        #expect(committer.batches.map(\.count) == [1, 5])
        #expect(try await eventually { answers.count == 7 })
        #expect(answers.kinds.filter { $0 == "committed" }.count == 6)
    }

    @Test func whoHasWaitedForLongIsAnsweredThoughTheCommitIsStuck() async throws {
        let committer = FakeCommitter(isHeld: true)
        let queue = Self.queue(committer, maximumBatch: 2, patience: .milliseconds(100))
        let answers = AnswerLog()
        try await Self.running(queue) { _ async throws in
            queue.submit(Self.execution(0), on: Self.loop, complete: answers.take)
            #expect(try await eventually { committer.batches.count == 1 })
            // In the batch, in the next one, and behind that.
            for number in 1...4 { queue.submit(Self.execution(number), on: Self.loop, complete: answers.take) }
            #expect(try await eventually { answers.count == 5 })
            #expect(answers.kinds == Array(repeating: "unavailable", count: 5))
            #expect(queue.length == 4)
            // Whoever comes later has a patience of its own, and is answered by the commit if that comes in time.
            queue.submit(Self.execution(5), on: Self.loop, complete: answers.take)
            committer.release()
            #expect(try await eventually { answers.count == 6 })
            #expect(answers.kinds.last == "committed")
            #expect(try await eventually { queue.length == 0 })
        }
        // What nobody waited for any more is committed all the same.
        #expect(committer.batches.joined().map(\.execution.executionID) == (0...5).map { "exe_\($0)" })
        #expect(answers.count == 6)
    }

    @Test func oneBatchIsBegunWhileAnotherIsUnderWay() async throws {
        let committer = FakeCommitter(isHeld: true, sendsAhead: true)
        let queue = Self.queue(committer, maximumBatch: 8)
        let answers = AnswerLog()
        for number in 0..<20 { queue.submit(Self.execution(number), on: Self.loop, complete: answers.take) }
        try await Self.running(queue) { _ async throws in
            // Two of three.
            #expect(try await eventually { committer.batches.count == 2 })
            #expect(queue.length == 4)
            #expect(answers.count == 0)
            committer.release()
            #expect(try await eventually { answers.count == 20 })
        }
        #expect(committer.batches.map(\.count) == [8, 8, 4])
        #expect(committer.batches.joined().map(\.execution.executionID) == (0..<20).map { "exe_\($0)" })
    }

    @Test func theServerRunsOneHalfWhileTheOtherIsDecided() async throws {
        let committer = FakeCommitter(isHeld: true, sendsAhead: true)
        let queue = Self.queue(committer)
        let answers = AnswerLog()
        for number in 0..<60 { queue.submit(Self.execution(number), on: Self.loop, complete: answers.take) }
        try await Self.running(queue) { _ async throws in
            #expect(try await eventually { committer.batches.count == 2 })
            #expect(committer.batches.map(\.count) == [30, 30])
            // With what is under way there are 60 again; the third batch is begun when the first is finished.
            for number in 60..<90 { queue.submit(Self.execution(number), on: Self.loop, complete: answers.take) }
            committer.release()
            #expect(try await eventually { answers.count == 90 })
        }
        #expect(committer.batches.map(\.count) == [30, 30, 30])
        #expect(committer.batches.joined().map(\.execution.executionID) == (0..<90).map { "exe_\($0)" })
    }

    @Test func oneThatCannotBeSentAheadIsNotDivided() async throws {
        let committer = FakeCommitter(isHeld: true)
        let queue = Self.queue(committer)
        let answers = AnswerLog()
        queue.submit(Self.execution(0), on: Self.loop, complete: answers.take)
        try await Self.running(queue) { _ async throws in
            #expect(try await eventually { committer.batches.count == 1 })
            for number in 1...40 { queue.submit(Self.execution(number), on: Self.loop, complete: answers.take) }
            committer.release()
            #expect(try await eventually { answers.count == 41 })
        }
        #expect(committer.batches.map(\.count) == [1, 40])
    }

    @Test func aSmallBatchWaitsForTheOneUnderWay() async throws {
        let committer = FakeCommitter(isHeld: true, sendsAhead: true)
        let queue = Self.queue(committer, maximumBatch: 8)
        let answers = AnswerLog()
        for number in 0..<9 { queue.submit(Self.execution(number), on: Self.loop, complete: answers.take) }
        try await Self.running(queue) { _ async throws in
            #expect(try await eventually { committer.batches.count == 1 })
            try await Task.sleep(for: .milliseconds(20))
            #expect(committer.batches.count == 1)
            #expect(queue.length == 1)
            committer.release()
            #expect(try await eventually { answers.count == 9 })
        }
        #expect(committer.batches.map(\.count) == [8, 1])
    }

    @Test func everyBatchUnderWayIsWaitedForNoLongerThanItsSendersDo() async throws {
        let committer = FakeCommitter(isHeld: true, sendsAhead: true)
        let queue = Self.queue(committer, maximumBatch: 2, patience: .milliseconds(100))
        let answers = AnswerLog()
        for number in 0..<5 { queue.submit(Self.execution(number), on: Self.loop, complete: answers.take) }
        try await Self.running(queue) { _ async throws in
            #expect(try await eventually { answers.count == 5 })
            #expect(answers.kinds == Array(repeating: "unavailable", count: 5))
            queue.submit(Self.execution(5), on: Self.loop, complete: answers.take)
            committer.release()
            #expect(try await eventually { answers.count == 6 })
            #expect(answers.kinds.last == "committed")
        }
        #expect(committer.batches.joined().map(\.execution.executionID) == (0...5).map { "exe_\($0)" })
        #expect(answers.count == 6)
    }

    @Test func everyEventLoopHearsOfItsOwn() async throws {
        let committer = FakeCommitter(isHeld: true)
        let queue = Self.queue(committer, patience: .milliseconds(50))
        let loops = [MultiThreadedEventLoopGroup.singleton.next(), MultiThreadedEventLoopGroup.singleton.next()]
        let late = Mutex(0)
        try await Self.running(queue) { _ async throws in
            for number in 0..<10 {
                let loop = loops[number % 2]
                queue.submit(Self.execution(number), on: loop) { answer in
                    loop.assertInEventLoop()
                    if case .unavailable = answer { late.withLock { $0 += 1 } }
                }
            }
            #expect(try await eventually { late.withLock { $0 } == 10 })
            committer.release()
        }
        #expect(late.withLock { $0 } == 10)
    }

    @Test func measuresItsLengthAndItsCommits() async throws {
        let metrics = BelfryMetrics(version: "test")
        let queue = Self.queue(FakeCommitter(), capacity: 7, metrics: metrics)
        let answers = AnswerLog()
        queue.submit(Self.execution(0), on: Self.loop, complete: answers.take)
        #expect(metrics.ingestQueueLength.value == 1)
        #expect(metrics.ingestQueueCapacity.value == 7)
        try await Self.running(queue) { _ async throws in
            #expect(try await eventually { answers.count == 1 })
        }
        #expect(metrics.ingestQueueLength.value == 0)
        #expect(metrics.commitDuration.count == 1)
    }
}
