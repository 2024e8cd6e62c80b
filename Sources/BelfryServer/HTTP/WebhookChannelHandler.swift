import BelfryCore
import BelfryStore
import NIOCore
import NIOHTTP1

/// Answers webhook requests inside the channel, before Hummingbird's router, and passes every other request on untouched.
///
/// Those with a plain head do not come here: `PlainWebhookHandler` has taken them. Here is everything else that HTTP/1.1 allows,
/// and every refusal of a head.
///
/// Hand-written because the router costs half of what one event loop can answer (measured: 45,600 against 17,400 durable
/// webhooks a second). It stands after `HTTPServerPipelineHandler`, which shows it one request at a time and keeps the order of
/// pipelined ones, and before the codec that turns parts into Hummingbird's types.
final class WebhookChannelHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        /// The next part is a head.
        case idle
        /// The rest of the request is the router's.
        case passing
        /// A webhook's body is arriving.
        case reading(WebhookRequest)
        /// The webhook is in the queue.
        case committing(WebhookRequest, RawWebhook)
        /// The last answer is written; whatever still arrives is dropped.
        case closing
    }

    /// How long a client that was refused in the middle of its body may take to read the answer: closing at once, with bytes
    /// unread, resets the connection, and the answer with it.
    private static let lingering = TimeAmount.seconds(2)
    private static let methodNotAllowed = ProblemDetails(
        status: 405,
        title: "method not allowed",
        detail: "This address takes webhooks that A1Cron sends by POST:"
            + " enter it as a callback URL of the job, a browser sees nothing here."
    )

    private let ingress: WebhookIngress
    private let accepted: AcceptedResponse
    private let answers: PreparedAnswerHandler
    private let lease: ConnectionLease
    private let withNoop: Bool
    private var state = State.idle
    private var context: ChannelHandlerContext?
    private var peer: IPAddress?
    /// Takes the answers of the queue; made once per connection, for it has one request in the queue at a time.
    private var complete: (@Sendable (IngestAnswer) -> Void)?
    /// The client will send nothing more: close after the answer.
    private var isInputClosed = false

    init(
        ingress: WebhookIngress,
        accepted: AcceptedResponse,
        answers: PreparedAnswerHandler,
        lease: ConnectionLease,
        withNoop: Bool
    ) {
        self.ingress = ingress
        self.accepted = accepted
        self.answers = answers
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
        switch unwrapInboundIn(data) {
        case .head(let head):
            guard case .idle = state else { return }
            guard let path = WebhookPath(target: head.uri, withNoop: withNoop) else {
                pass(head, to: context)
                return
            }
            begin(path, head)
        case .body(let part):
            switch state {
            case .passing: context.fireChannelRead(data)
            case .reading(let request): read(part, of: request)
            case .idle, .committing, .closing: break
            }
        case .end:
            switch state {
            case .passing:
                state = .idle
                context.fireChannelRead(data)
            case .reading(let request): end(request)
            case .idle, .committing, .closing: break
            }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed = event else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        switch state {
        case .committing:
            // Hummingbird would close the connection before the answer is written.
            isInputClosed = true
        case .closing:
            context.close(promise: nil)
        case .idle, .passing, .reading:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The decoder has told already what broke, which is answered when everything before it is.
        if case .some(.dataReceivedInErrorState) = error as? ByteToMessageDecoderError { return }
        guard let error = error as? HTTPParserError else {
            context.fireErrorCaught(error)
            return
        }
        switch state {
        case .passing:
            // A body that breaks off, whose request the router is answering: it would answer the error, too.
            context.close(promise: nil)
        case .idle, .reading:
            let isTooLong = error == .headerOverflow
            let problem = ProblemDetails(
                status: isTooLong ? 431 : 400,
                title: isTooLong ? "header too large" : "bad request",
                detail: isTooLong ? "the header has too many bytes" : "this is not HTTP/1.1"
            )
            refuseAndClose(problem)
        case .committing, .closing:
            break
        }
    }

    private func pass(_ head: HTTPRequestHead, to context: ChannelHandlerContext) {
        if let problem = HeadAmbiguity.problem(in: head, WebhookHeaders(head)) {
            refuseHead(problem)
            return
        }
        state = .passing
        var head = head
        // Who speaks HTTP/1.0 is a proxy, and its Host that proxy's word: nobody shall be taken for this machine by it.
        if head.version != .http1_1 { head.headers.remove(name: "Host") }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    private func begin(_ path: WebhookPath, _ head: HTTPRequestHead) {
        let request = WebhookRequest(
            path: path,
            method: head.method,
            headers: WebhookHeaders(head),
            startedAt: .now(),
            receivedAt: ingress.now()
        )
        if let problem = HeadAmbiguity.problem(in: request.headers, version: head.version) {
            refuseHead(problem)
            return
        }
        guard request.headers.contentLength ?? 0 <= RawWebhook.maximumBodyBytes else {
            refuseBody(of: request)
            return
        }
        state = .reading(request)
        if request.headers.expectsContinue, request.method == .POST {
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context?.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        }
    }

    private func read(_ part: ByteBuffer, of request: WebhookRequest) {
        var request = request
        // Both hold the body, and appending would copy it.
        state = .idle
        request.bodyBytes += part.readableBytes
        guard request.bodyBytes <= RawWebhook.maximumBodyBytes else {
            refuseBody(of: request)
            return
        }
        if request.method == .POST {
            if request.body.readableBytes == 0 {
                request.body = part
            } else {
                request.body.writeImmutableBuffer(part)
            }
        }
        state = .reading(request)
    }

    private func end(_ request: WebhookRequest) {
        guard request.method == .POST else {
            let response = WebhookResponse(
                Self.methodNotAllowed,
                date: HTTPDate.text(request.receivedAt),
                extra: [("Allow", "POST")]
            )
            answer(request, response)
            return
        }
        guard request.path != .noop else {
            accept(request)
            return
        }
        let raw = request.raw(from: peer(of: context))
        var request = request
        // What was copied need not keep the channel's buffer from being used again.
        request.body = ByteBuffer()
        do throws(WebhookRejection) {
            let verified = try ingress.verifier().verify(raw)
            request.secretID = verified.secretID
            if !lease.isProven { lease.prove() }
            let execution = try WebhookDecoder.decode(verified)
            let received = ReceivedExecution(
                execution: execution,
                receivedAt: request.receivedAt,
                contentDigest: ContentDigest.digest(execution)
            )
            submit(received, request, raw)
        } catch {
            conclude(request, raw, WebhookOutcome(error))
        }
    }

    private func submit(_ execution: ReceivedExecution, _ request: WebhookRequest, _ raw: RawWebhook) {
        guard let context, let complete else { return }
        state = .committing(request, raw)
        answers.readAhead()
        ingress.queue.submit(execution, on: context.eventLoop, complete: complete)
    }

    private func peer(of context: ChannelHandlerContext?) -> IPAddress? {
        if peer == nil { peer = context?.remoteAddress?.ipAddress.flatMap { IPAddress($0) } }
        return peer
    }

    private func finish(with answer: IngestAnswer) {
        guard case .committing(let request, let raw) = state else { return }
        conclude(request, raw, WebhookOutcome(answer))
    }

    private func conclude(_ request: WebhookRequest, _ raw: RawWebhook, _ outcome: WebhookOutcome) {
        observe(request, raw, outcome.result, explanation: outcome.explanation)
        guard let problem = outcome.problem else {
            accept(request)
            return
        }
        let date = HTTPDate.text(request.receivedAt)
        answer(request, WebhookResponse(problem, date: date, retryAfter: outcome.retryAfter))
    }

    /// A body over the limit, announced or sent: the rest of it is not read.
    private func refuseBody(of request: WebhookRequest) {
        observe(request, nil, .tooLarge, explanation: WebhookRejection.tooLarge.explanation)
        refuseAndClose(ProblemDetails(.tooLarge))
    }

    /// A head that could be read in two ways: what follows it is not read at all.
    private func refuseHead(_ problem: String) {
        refuseAndClose(ProblemDetails(status: 400, title: "bad request", detail: problem))
    }

    private func refuseAndClose(_ problem: ProblemDetails) {
        guard let context else { return }
        state = .closing
        var response = WebhookResponse(problem, date: HTTPDate.text(ingress.now()))
        response.head.headers.add(name: "Connection", value: "close")
        write(response, to: context, withBody: true)
        context.close(mode: .output, promise: nil)
        // The closure keeps the context alive no longer than the channel lives.
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.lingering) { channel.close(promise: nil) }
    }

    /// The answer that nearly every webhook gets; encoded beforehand unless the connection is to close.
    private func accept(_ request: WebhookRequest) {
        guard answers.isAvailable, request.headers.keepsAlive, !isInputClosed, let context else {
            answer(request, accepted.response(at: request.receivedAt))
            return
        }
        answers.prepare(accepted.bytes(at: request.receivedAt))
        // Before the write, which may bring the next pipelined request in here.
        state = .idle
        context.write(wrapOutboundOut(.head(AcceptedResponse.head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func answer(_ request: WebhookRequest, _ response: WebhookResponse) {
        guard let context else { return }
        let withBody = request.method != .HEAD
        guard request.headers.keepsAlive, !isInputClosed else {
            state = .closing
            var response = response
            response.head.headers.add(name: "Connection", value: "close")
            let channel = context.channel
            let written = context.eventLoop.makePromise(of: Void.self)
            written.futureResult.whenComplete { _ in channel.close(promise: nil) }
            write(response, to: context, withBody: withBody, written: written)
            return
        }
        // Before the write, which may bring the next pipelined request in here.
        state = .idle
        write(response, to: context, withBody: withBody)
    }

    private func write(
        _ response: WebhookResponse,
        to context: ChannelHandlerContext,
        withBody: Bool,
        written: EventLoopPromise<Void>? = nil
    ) {
        context.write(wrapOutboundOut(.head(response.head)), promise: nil)
        if withBody {
            context.write(wrapOutboundOut(.body(.byteBuffer(response.body))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    }

    private func observe(
        _ request: WebhookRequest,
        _ raw: RawWebhook?,
        _ result: WebhookResult,
        explanation: String?
    ) {
        ingress.observer.observe(
            WebhookObservation(
                path: request.path.rawValue,
                peer: peer(of: context),
                raw: raw,
                receivedAt: request.receivedAt,
                durationNanoseconds: (NIODeadline.now() - request.startedAt).nanoseconds,
                result: result,
                explanation: explanation,
                secretID: request.secretID
            )
        )
    }
}

@available(*, unavailable)
extension WebhookChannelHandler: Sendable {}
