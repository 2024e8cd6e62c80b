import NIOCore
import NIOHTTP1

/// Closes connections of clients that are too slow to send a request or too long silent.
///
/// One timer per connection, which no request moves: it ticks at the shortest of the timeouts and looks whether the deadline
/// has passed. A client may therefore take up to one tick longer than its timeout.
final class RequestDeadlineHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum Phase {
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

    private let timeouts: RequestTimeouts
    private let tick: TimeAmount
    private var phase = Phase.idle
    /// How far the answer to the current request is; it may be there before the request is.
    private var answer = Answer.none
    private var deadline = NIODeadline.distantFuture
    private var timer: Scheduled<Void>?
    /// Whether a part was completed in this cycle of reading.
    private var sawPart = false

    init(timeouts: RequestTimeouts) {
        self.timeouts = timeouts
        tick = min(timeouts.head, timeouts.body, timeouts.idle)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // A connection that never sends anything is as bad as one that sends slowly.
        deadline = .now() + timeouts.head
        schedule(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        sawPart = true
        switch unwrapInboundIn(data) {
        case .head:
            phase = .body
            answer = .none
            deadline = .now() + timeouts.body
        case .body:
            break
        case .end where answer == .ended:
            beginIdling()
        case .end:
            phase = .answering
            deadline = .distantFuture
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if phase == .idle, !sawPart {
            phase = .head
            deadline = .now() + timeouts.head
        }
        sawPart = false
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.code < 200: break
        case .head: answer = .begun
        case .body: break
        case .end:
            answer = .ended
            if phase == .answering { beginIdling() }
        }
        context.write(data, promise: promise)
    }

    private func beginIdling() {
        phase = .idle
        deadline = .now() + timeouts.idle
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
