import BelfryCore
import BelfryStore
import NIOCore
import NIOHTTP1

/// Answers plain webhooks from the channel's bytes, before NIO's HTTP decoder, and passes everything else on untouched.
///
/// Hand-written because of what decoder, header types and the handlers behind them cost: 21.4 µs of the event loops' CPU a
/// webhook, of which the kernel takes 7, against 13.8 this way (measured, 256 connections at full speed).
///
/// A webhook is taken here when its head is plain (`PlainHead`) and nothing follows its body. The first bytes that are
/// anything else make the connection an ordinary one for good, whose bytes all go to the decoder; but for a plain request without
/// a body, which is lent to it: once that is answered and nothing came meanwhile, webhooks are taken here again, so that a proxy
/// may send scrapes and webhooks over one connection.
///
/// It stands first in the pipeline, drives the deadlines of the requests it takes, and does what `BackPressureHandler` does:
/// no more requests are read while answers are not.
final class PlainWebhookHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private enum State {
        /// The next byte is a request's first.
        case ready
        /// A webhook's head and some of its body are in `bytes`, which will be so many.
        case reading(total: Int)
        /// The webhook is in the queue; what its client sends meanwhile is in `bytes`.
        case committing
        /// The decoder has one whole request without a body.
        case lent
        /// Every byte is the decoder's.
        case ordinary
        /// The last answer is written; whatever still arrives is dropped.
        case closing
    }

    /// A webhook that is being judged or committed.
    private struct Delivery {
        let path: WebhookPath
        let raw: RawWebhook
        let startedAt: NIODeadline
        let receivedAt: Instant
        var secretID: String?
    }

    private let ingress: WebhookIngress
    private let accepted: AcceptedResponse
    private let deadlines: RequestDeadlineHandler
    private let lease: ConnectionLease
    private let withNoop: Bool
    private var state = State.ready
    private var context: ChannelHandlerContext?
    private var peer: IPAddress?
    private var bytes = ByteBuffer()
    /// When the head of the webhook in `bytes` was complete.
    private var headAt: (monotonic: NIODeadline, wall: Instant)?
    private var delivery: Delivery?
    /// Takes the answers of the queue; made once per connection, for it has one request in the queue at a time.
    private var complete: (@Sendable (IngestAnswer) -> Void)?
    private var isWritable = true
    /// Whether a read was asked for and has to wait.
    private var owesRead = false
    /// Whether the decoder was given bytes in this cycle of reading.
    private var hasPassedOn = false
    /// The client will send nothing more: close after the answer.
    private var isInputClosed = false
    /// The server stops: close after the answer.
    private var isQuiescing = false

    init(
        ingress: WebhookIngress,
        accepted: AcceptedResponse,
        deadlines: RequestDeadlineHandler,
        lease: ConnectionLease,
        withNoop: Bool
    ) {
        self.ingress = ingress
        self.accepted = accepted
        self.deadlines = deadlines
        self.lease = lease
        self.withNoop = withNoop
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        complete = { bound.value.finish(with: $0) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        complete = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch state {
        case .ready:
            begin(unwrapInboundIn(data), context)
        case .reading(let total):
            bytes.writeImmutableBuffer(unwrapInboundIn(data))
            proceed(to: total, context)
        case .committing:
            // Its answer closes the connection: these are never read.
            guard !isQuiescing else { return }
            bytes.writeImmutableBuffer(unwrapInboundIn(data))
        case .lent where deadlines.isIdle:
            state = .ready
            begin(unwrapInboundIn(data), context)
        case .lent, .ordinary:
            state = .ordinary
            passOn(unwrapInboundIn(data), context)
        case .closing:
            break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        switch state {
        case .ready where !hasPassedOn, .reading where !hasPassedOn, .committing where !hasPassedOn:
            // Past the handlers behind: they know nothing of these bytes, and each would be asked.
            read(context: context)
        case .ready, .reading, .committing, .lent, .ordinary, .closing:
            hasPassedOn = false
            context.fireChannelReadComplete()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        if !isWritable {
            context.flush()
        } else if owesRead {
            read(context: context)
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch (event, state) {
        case (is ChannelShouldQuiesceEvent, .committing):
            isQuiescing = true
            bytes = ByteBuffer()
            // Read and dropped from now on: closing with bytes unread resets the connection, and the answer with it.
            if owesRead { read(context: context) }
        case (ChannelEvent.inputClosed, .committing):
            // The decoder would take it for the end of a connection at rest.
            isInputClosed = true
        case (ChannelEvent.inputClosed, .closing):
            context.close(promise: nil)
        case (is ChannelShouldQuiesceEvent, .reading), (ChannelEvent.inputClosed, .reading):
            handOver(context)
            context.fireChannelReadComplete()
            context.fireUserInboundEventTriggered(event)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard case .some(.handOver) = event as? ConnectionEvent else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        if case .reading = state { handOver(context) }
        promise?.succeed()
    }

    func read(context: ChannelHandlerContext) {
        owesRead = !isWritable || isHolding
        if !owesRead { context.read() }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        // Who closes but the output lingers, and takes no request any more.
        if case .lent = state { state = .ordinary }
        context.close(mode: mode, promise: promise)
    }

    /// Whether as much is here as may be before the webhook is answered.
    private var isHolding: Bool {
        guard case .committing = state else { return false }
        return bytes.readableBytes > 0
    }

    /// Takes the first bytes of a request.
    private func begin(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard let head = bytes.withUnsafeReadableBytes({ PlainHead($0, withNoop: withNoop) }) else {
            state = .ordinary
            passOn(bytes, context)
            return
        }
        let total = head.count + head.bodyCount
        guard let path = head.path, total >= bytes.readableBytes else {
            state = head.path == nil && total == bytes.readableBytes ? .lent : .ordinary
            passOn(bytes, context)
            return
        }
        let now = NIODeadline.now()
        let receivedAt = ingress.now()
        guard total > bytes.readableBytes else {
            deliver(head, to: path, bytes, startedAt: now, receivedAt: receivedAt, now: now)
            return
        }
        self.bytes.clear()
        self.bytes.writeImmutableBuffer(bytes)
        headAt = (now, receivedAt)
        state = .reading(total: total)
        deadlines.headIsComplete(at: now)
    }

    /// Takes more bytes of a webhook.
    private func proceed(to total: Int, _ context: ChannelHandlerContext) {
        guard bytes.readableBytes >= total else { return }
        guard bytes.readableBytes == total, let (startedAt, receivedAt) = headAt,
            let head = bytes.withUnsafeReadableBytes({ PlainHead($0, withNoop: withNoop) }), let path = head.path
        else {
            handOver(context)
            return
        }
        let request = bytes
        bytes = ByteBuffer()
        deliver(head, to: path, request, startedAt: startedAt, receivedAt: receivedAt, now: .now())
    }

    /// Gives the decoder everything that it has not seen, and the connection with it.
    private func handOver(_ context: ChannelHandlerContext) {
        let bytes = bytes
        self.bytes = ByteBuffer()
        state = .ordinary
        passOn(bytes, context)
    }

    private func passOn(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        hasPassedOn = true
        context.fireChannelRead(wrapInboundOut(bytes))
    }

    private func deliver(
        _ head: PlainHead,
        to path: WebhookPath,
        _ bytes: ByteBuffer,
        startedAt: NIODeadline,
        receivedAt: Instant,
        now: NIODeadline
    ) {
        deadlines.requestIsComplete(isWritable: isWritable)
        state = .committing
        guard path != .noop else {
            accept(receivedAt: receivedAt, at: now)
            return
        }
        let raw = bytes.withUnsafeReadableBytes { head.raw($0, path: path, peer: peer(of: context)) }
        delivery = Delivery(path: path, raw: raw, startedAt: startedAt, receivedAt: receivedAt)
        do throws(WebhookRejection) {
            let verified = try ingress.verifier().verify(raw)
            delivery?.secretID = verified.secretID
            if !lease.isProven { lease.prove() }
            let execution = try WebhookDecoder.decode(verified)
            let received = ReceivedExecution(
                execution: execution,
                receivedAt: receivedAt,
                contentDigest: ContentDigest.digest(execution)
            )
            guard let context, let complete else { return }
            ingress.queue.submit(received, on: context.eventLoop, now: now, complete: complete)
        } catch {
            conclude(WebhookOutcome(error))
        }
    }

    private func peer(of context: ChannelHandlerContext?) -> IPAddress? {
        if peer == nil { peer = context?.remoteAddress?.ipAddress.flatMap { IPAddress($0) } }
        return peer
    }

    private func finish(with answer: IngestAnswer) {
        conclude(WebhookOutcome(answer))
    }

    private func conclude(_ outcome: WebhookOutcome) {
        guard let delivery = delivery.take() else { return }
        let now = NIODeadline.now()
        let receivedAt = delivery.receivedAt
        ingress.observer.observe(
            WebhookObservation(
                path: delivery.path.rawValue,
                peer: peer,
                raw: delivery.raw,
                receivedAt: receivedAt,
                durationNanoseconds: (now - delivery.startedAt).nanoseconds,
                result: outcome.result,
                explanation: outcome.explanation,
                secretID: delivery.secretID
            )
        )
        guard let problem = outcome.problem else {
            accept(receivedAt: receivedAt, at: now)
            return
        }
        let date = HTTPDate.text(receivedAt)
        answer(WebhookResponse(problem, date: date, retryAfter: outcome.retryAfter), at: now)
    }

    /// The answer that nearly every webhook gets; encoded beforehand unless the connection is to close.
    private func accept(receivedAt: Instant, at now: NIODeadline) {
        guard !closesAfterAnswer else {
            answer(accepted.response(at: receivedAt), at: now)
            return
        }
        write(accepted.bytes(at: receivedAt), at: now)
    }

    private func answer(_ response: WebhookResponse, at now: NIODeadline) {
        guard closesAfterAnswer, let context else {
            write(response.encoded, at: now)
            return
        }
        state = .closing
        var response = response
        // As the handlers behind spell it in these two cases.
        response.head.headers.add(name: isInputClosed ? "Connection" : "connection", value: "close")
        deadlines.answerIsWritten(at: now)
        let channel = context.channel
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.whenComplete { _ in channel.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(response.encoded)), promise: written)
    }

    /// Whether the answer is the connection's last; not where another request is here already, which comes first.
    private var closesAfterAnswer: Bool {
        isQuiescing || (isInputClosed && bytes.readableBytes == 0)
    }

    /// Writes an answer after which the connection goes on.
    private func write(_ answer: ByteBuffer, at now: NIODeadline) {
        guard let context else { return }
        deadlines.answerIsWritten(at: now)
        state = .ready
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(answer)), promise: nil)
        if bytes.readableBytes > 0 { giveBack(context) }
    }

    /// Lets the decoder have what came while a webhook was committed.
    private func giveBack(_ context: ChannelHandlerContext) {
        handOver(context)
        hasPassedOn = false
        context.fireChannelReadComplete()
        if isInputClosed {
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        } else if owesRead {
            // From the end of the pipeline: whoever is behind may want to wait, too.
            context.pipeline.syncOperations.read()
        }
    }
}

@available(*, unavailable)
extension PlainWebhookHandler: Sendable {}
