import NIOCore
import NIOHTTP1

/// Closes connections of clients that are too slow to send a request or too long silent.
///
/// One timer per connection, which no request moves: it ticks at the shortest of the timeouts and looks whether the deadline
/// has passed. A client may therefore take up to one tick longer than its timeout.
///
/// `PlainWebhookHandler`, whose requests do not come by here, says how far they are.
final class RequestDeadlineHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum Phase {
        /// No byte has come on this connection.
        case fresh
        /// No byte of the next request is here.
        case idle
        /// Some bytes of a head are.
        case head
        /// The head is complete, the body is not.
        case body
        /// The request is complete; how long the answer takes is not the client's doing.
        case answering
    }

    private enum Answer {
        case none
        case begun
        case ended
    }

    /// How long a connection that has to make room is given for what is on its way already, and its last answer to leave.
    ///
    /// A sender whose first webhook came in a crowd must not lose it.
    private static let farewell = TimeAmount.milliseconds(100)

    private let timeouts: RequestTimeouts
    private let lease: ConnectionLease
    private let tick: TimeAmount
    private var context: ChannelHandlerContext?
    private var phase = Phase.fresh
    /// How far the answer to the current request is; it may be there before the request is.
    private var answer = Answer.none
    private var deadline = NIODeadline.distantFuture
    private var timer: Scheduled<Void>?
    private var leaving: Scheduled<Void>?
    /// Why the answer that is under way is the last one; nil where it is not.
    private var lastAnswer: ConnectionDrop?
    /// Whether a part was completed in this cycle of reading.
    private var sawPart = false

    init(timeouts: RequestTimeouts, lease: ConnectionLease) {
        self.timeouts = timeouts
        self.lease = lease
        tick = min(timeouts.head, timeouts.body, timeouts.idle)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        // A connection that never sends anything is as bad as one that sends slowly.
        deadline = .now() + timeouts.head
        schedule(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        timer?.cancel()
        timer = nil
        leaving?.cancel()
        leaving = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        sawPart = true
        switch unwrapInboundIn(data) {
        case .head:
            // A webhook that was begun by `headIsComplete` keeps its deadline.
            if phase != .body { headIsComplete(at: .now()) }
        case .body:
            break
        case .end where answer == .ended:
            beginIdling(at: .now())
        case .end:
            phase = .answering
            awaitAnswer(isWritable: context.channel.isWritable)
        }
        context.fireChannelRead(data)
    }

    /// Whether the last request is answered and no byte of the next one is here.
    var isIdle: Bool { phase == .idle }

    /// A request's head is complete, its body is not.
    func headIsComplete(at now: NIODeadline) {
        phase = .body
        answer = .none
        deadline = now + timeouts.body
    }

    /// A whole request is here.
    func requestIsComplete(isWritable: Bool) {
        phase = .answering
        answer = .none
        awaitAnswer(isWritable: isWritable)
    }

    /// The answer to a whole request is being written.
    func answerIsWritten(at now: NIODeadline) {
        answer = .ended
        beginIdling(at: now)
        if let lastAnswer, let context { scheduleLeaving(context, lastAnswer) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if !sawPart {
            switch phase {
            case .fresh:
                // The time of the first head began with the connection.
                phase = .head
            case .idle:
                phase = .head
                deadline = .now() + timeouts.head
            case .head, .body, .answering: break
            }
        }
        sawPart = false
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if phase == .answering { awaitAnswer(isWritable: context.channel.isWritable) }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .some(.makeRoom(let reason)) = event as? ConnectionEvent else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        scheduleLeaving(context, reason)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.code < 200: break
        case .head: answer = .begun
        case .body: break
        case .end where phase == .answering: answerIsWritten(at: .now())
        case .end: answer = .ended
        }
        context.write(data, promise: promise)
    }

    /// The answer may take its time, the client to read it may not.
    private func awaitAnswer(isWritable: Bool) {
        deadline = isWritable ? .distantFuture : .now() + timeouts.idle
    }

    private func beginIdling(at now: NIODeadline) {
        phase = .idle
        deadline = now + timeouts.idle
    }

    /// What a deadline that has passed is called; nil for a client that is merely idle.
    private var dropReason: ConnectionDrop? {
        switch phase {
        case .fresh, .head: .slowHead
        case .body: .slowBody
        case .answering: .unreadAnswer
        case .idle: nil
        }
    }

    private func scheduleLeaving(_ context: ChannelHandlerContext, _ reason: ConnectionDrop) {
        leaving?.cancel()
        leaving = context.eventLoop.assumeIsolated().scheduleTask(in: Self.farewell) { self.leave(context, reason) }
    }

    private func leave(_ context: ChannelHandlerContext, _ reason: ConnectionDrop) {
        guard !lease.isProven else { return }
        if phase == .answering, lastAnswer == nil {
            lastAnswer = reason
        } else {
            drop(reason, context)
            context.close(promise: nil)
        }
    }

    private func drop(_ reason: ConnectionDrop, _ context: ChannelHandlerContext) {
        lease.drop(reason, peer: context.remoteAddress?.ipAddress ?? "unknown")
    }

    private func schedule(_ context: ChannelHandlerContext) {
        let next = min(deadline, .now() + tick)
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: next) { self.timerFired(context) }
    }

    private func timerFired(_ context: ChannelHandlerContext) {
        guard deadline <= .now() else {
            schedule(context)
            return
        }
        if let reason = dropReason { drop(reason, context) }
        if phase == .body { context.triggerUserOutboundEvent(ConnectionEvent.handOver, promise: nil) }
        if phase == .body, answer == .none {
            let headers = HTTPHeaders([("Content-Length", "0"), ("Connection", "close")])
            let head = HTTPResponseHead(version: .http1_1, status: .requestTimeout, headers: headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        context.close(promise: nil)
    }
}

@available(*, unavailable)
extension RequestDeadlineHandler: Sendable {}
