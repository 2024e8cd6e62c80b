import BelfryServer
import Foundation
import NIOCore

/// Sends signed webhooks over many connections and times the answers, all of it on one event loop.
final class LoadGenerator {
    /// How many acknowledged executions are remembered for duplicates.
    private static let remembered = 4_096
    private static let answerTimeout = TimeAmount.seconds(30)
    /// The longest wait for answers after the last request.
    private static let drainTimeout = TimeAmount.seconds(10)
    private static let recordInterval = TimeAmount.milliseconds(50)
    /// The shortest sleep of a run at a rate: below it the timer costs more than the requests.
    private static let shortestSleep = TimeAmount.microseconds(50)

    private enum Phase {
        case sending
        case draining
        case awaitingChat
        case finished
    }

    let settings: LoadSettings
    let loop: any EventLoop

    private let promise: EventLoopPromise<LoadResult>
    private let progress: @Sendable (LoadResult) -> Void
    private var writer: BenchRequestWriter
    private var record: AcknowledgementRecord?
    private var result = LoadResult()
    private var phase = Phase.sending

    private let startSecond = Date().timeIntervalSince1970
    private let start = NIODeadline.now()
    private var measuringStart: NIODeadline
    private var lastAnswer: NIODeadline
    private var schedule: BenchSchedule?
    private var wakeUp: Scheduled<Void>?

    private var nextSequence: UInt64 = 0
    private var acknowledged: [LoadRequest] = []
    private var inFlight = 0
    private var idle: [LoadConnection] = []
    private var open: [ObjectIdentifier: LoadConnection] = [:]

    /// A generator that fulfils `promise` at the end of its run, and calls `progress` every second until then.
    init(
        _ settings: LoadSettings,
        loop: any EventLoop,
        promise: EventLoopPromise<LoadResult>,
        progress: @escaping @Sendable (LoadResult) -> Void
    ) throws {
        self.settings = settings
        self.loop = loop
        self.promise = promise
        self.progress = progress
        writer = BenchRequestWriter(workload: settings.workload, target: settings.target, secret: settings.secret)
        record = try settings.recordPath.map { try AcknowledgementRecord(path: $0) }
        measuringStart = start + settings.warmup
        lastAnswer = measuringStart
        if settings.chatPort != nil { result.alerts = BenchAlertTimes() }
    }

    /// Opens the connections and starts the clocks.
    func begin() {
        schedule = settings.rate.map { BenchSchedule(start: start.uptimeNanoseconds, rate: $0) }
        for _ in 0..<settings.connections { connect() }
        let loop = loop.assumeIsolated()
        loop.scheduleTask(in: settings.warmup + settings.duration) { self.drain() }
        everySecond(loop)
        if record != nil { keepRecord(loop) }
    }

    var isFinished: Bool { phase == .finished }

    // The second of the wall clock, by the monotonic one: a step of the former must not show in `executed_at`.
    private func second(at now: NIODeadline) -> Int64 {
        Int64(startSecond + Double((now - start).nanoseconds) / 1_000_000_000)
    }

    /// Gives a connection without a request its next one, now or when it is due.
    func free(_ connection: LoadConnection) {
        guard phase == .sending else { return finishDraining() }
        let now = NIODeadline.now()
        guard schedule != nil else { return send(on: connection, due: now, now: now) }
        if let due = schedule?.takeDue(at: now.uptimeNanoseconds) {
            send(on: connection, due: .uptimeNanoseconds(due), now: now)
        } else {
            idle.append(connection)
            sleep(from: now)
        }
    }

    private func sleep(from now: NIODeadline) {
        guard wakeUp == nil, phase == .sending, let next = schedule?.next else { return }
        let due = max(.uptimeNanoseconds(next), now + Self.shortestSleep)
        wakeUp = loop.assumeIsolated().scheduleTask(deadline: due) { self.wake() }
    }

    private func wake() {
        wakeUp = nil
        let now = NIODeadline.now()
        while phase == .sending, let connection = idle.last,
            let due = schedule?.takeDue(at: now.uptimeNanoseconds)
        {
            idle.removeLast()
            send(on: connection, due: .uptimeNanoseconds(due), now: now)
        }
        if !idle.isEmpty { sleep(from: now) }
    }

    private func send(on connection: LoadConnection, due: NIODeadline, now: NIODeadline) {
        guard result.sent < settings.count else { return drain() }
        let request = nextRequest(due: due, now: now)
        result.sent += 1
        inFlight += 1
        if request.sample.kind == .finalFailure, !request.isDuplicate {
            result.alerts?.reported(job: request.sample.job, at: due.uptimeNanoseconds)
        }
        connection.send(request) { buffer in
            writer.write(request.sample, executedAt: request.executedAt, into: &buffer)
        }
    }

    private func nextRequest(due: NIODeadline, now: NIODeadline) -> LoadRequest {
        if !acknowledged.isEmpty, BenchWorkload.isDuplicate(request: result.sent, fraction: settings.duplicates) {
            let earlier = acknowledged[BenchWorkload.pick(request: result.sent, of: acknowledged.count)]
            return LoadRequest(
                sample: earlier.sample,
                executedAt: earlier.executedAt,
                isDuplicate: true,
                due: due,
                sentAt: now
            )
        }
        defer { nextSequence += 1 }
        return LoadRequest(
            sample: settings.workload.sample(nextSequence),
            executedAt: second(at: now),
            isDuplicate: false,
            due: due,
            sentAt: now
        )
    }

    /// Takes the answer to a request.
    func answered(_ request: LoadRequest, status: Int) {
        inFlight -= 1
        guard status == 200 else {
            result.count(error: "status \(status)")
            result.alerts?.refused(job: request.sample.job)
            return
        }
        let now = NIODeadline.now()
        result.answered += 1
        if request.isDuplicate { result.duplicates += 1 } else { acknowledge(request) }
        guard request.due >= measuringStart else { return }
        result.measured += 1
        result.latencies.add(UInt64(max(0, (now - request.due).nanoseconds)))
        lastAnswer = now
    }

    private func acknowledge(_ request: LoadRequest) {
        let sequence = request.sample.sequence
        result.acknowledged.insert(sequence)
        if request.sample.kind == .finalFailure || request.sample.kind == .retryingFailure { result.failures += 1 }
        if settings.duplicates > 0 {
            if acknowledged.count < Self.remembered {
                acknowledged.append(request)
            } else {
                acknowledged[Int(sequence % UInt64(Self.remembered))] = request
            }
        }
        guard record != nil else { return }
        do {
            try record?.append(BenchExecutionID(runID: settings.workload.runID, sequence: sequence))
        } catch {
            fail(error)
        }
    }

    /// Takes a request of the chat.
    func chatReceived(_ message: ByteBuffer) {
        let now = NIODeadline.now()
        message.withUnsafeReadableBytes { result.alerts?.received(message: $0, at: now.uptimeNanoseconds) }
        if phase == .awaitingChat { finishChat() }
    }

    /// Takes a connection that has just been opened.
    func opened(_ connection: LoadConnection) {
        open[ObjectIdentifier(connection)] = connection
        free(connection)
    }

    /// Takes the end of a connection, and the request that went with it.
    func closed(_ connection: LoadConnection, lost: LoadRequest?, problem: String?) {
        open[ObjectIdentifier(connection)] = nil
        idle.removeAll { $0 === connection }
        if let lost {
            inFlight -= 1
            result.alerts?.refused(job: lost.sample.job)
        }
        // A server may close a connection that nothing is asked of; only what it leaves unanswered is an error.
        if lost != nil || problem != nil, phase != .finished {
            failed(problem ?? "connection lost")
        }
        switch phase {
        case .sending: connect()
        case .draining: finishDraining()
        case .awaitingChat, .finished: break
        }
    }

    /// Counts an error of a connection, which ends the run unless such errors are tolerated.
    func failed(_ problem: String) {
        result.count(error: problem)
        if !settings.toleratesErrors { drain() }
    }

    private func drain() {
        guard phase == .sending else { return }
        phase = .draining
        wakeUp?.cancel()
        loop.assumeIsolated().scheduleTask(in: Self.drainTimeout) {
            guard self.phase == .draining else { return }
            for _ in 0..<self.inFlight { self.result.count(error: "no answer") }
            self.inFlight = 0
            self.finishDraining()
        }
        finishDraining()
    }

    private func finishDraining() {
        guard phase == .draining, inFlight == 0 else { return }
        phase = .awaitingChat
        if result.alerts != nil {
            loop.assumeIsolated().scheduleTask(in: settings.chatWait) { self.finish() }
        }
        finishChat()
    }

    private func finishChat() {
        if result.alerts?.outstanding ?? 0 == 0 { finish() }
    }

    private func finish() {
        guard phase != .finished else { return }
        phase = .finished
        for connection in open.values { connection.close(because: "the run is over") }
        result.seconds = Double((lastAnswer - measuringStart).nanoseconds) / 1_000_000_000
        do {
            try record?.flush()
            promise.succeed(result)
        } catch {
            promise.fail(error)
        }
    }

    /// Ends the run at once, because it cannot do what it was asked for.
    func fail(_ error: any Error) {
        guard phase != .finished else { return }
        phase = .finished
        for connection in open.values { connection.close(because: "the run has failed") }
        promise.fail(error)
    }

    private func everySecond(_ loop: NIOIsolatedEventLoop) {
        loop.scheduleTask(in: .seconds(1)) {
            guard self.phase != .finished else { return }
            self.progress(self.result)
            let oldest = NIODeadline.now() - Self.answerTimeout
            for connection in self.open.values {
                guard let pending = connection.pending, pending.sentAt < oldest else { continue }
                connection.close(because: "no answer")
            }
            self.everySecond(loop)
        }
    }

    private func keepRecord(_ loop: NIOIsolatedEventLoop) {
        loop.scheduleTask(in: Self.recordInterval) {
            guard self.phase != .finished else { return }
            do {
                try self.record?.flush()
                self.keepRecord(loop)
            } catch {
                self.fail(error)
            }
        }
    }
}
