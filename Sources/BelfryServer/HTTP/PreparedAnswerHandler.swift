import NIOCore
import NIOHTTP1

/// Writes answers that were encoded beforehand, and lets the client's next bytes be read while the answer is awaited.
///
/// It stands next to the codec, on the far side of `HTTPServerPipelineHandler`. Who has prepared an answer writes a head and an
/// end as usual, so that every handler on the way sees a whole answer; here the encoded bytes take their place, in one write
/// past the encoder.
///
/// `HTTPServerPipelineHandler` asks for no bytes while an answer is awaited, which costs two changes of the selector per
/// request. While a webhook is being committed this handler asks for them in its stead, until something arrives: a client that
/// pipelines is read one buffer ahead.
final class PreparedAnswerHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// What it writes goes where the encoder's output goes.
    private var encoder: ChannelHandlerContext?
    private var prepared: ByteBuffer?
    private var readsAhead = false
    private var isQuiescing = false

    /// Whether answers can be prepared: a connection that is to close says so in a head of its own.
    var isAvailable: Bool { encoder != nil && !isQuiescing }

    /// The request is complete and its answer takes a while: more bytes may be read until the answer ends.
    func readAhead() {
        readsAhead = !isQuiescing
    }

    /// The bytes of the answer whose head and end are written next.
    func prepare(_ answer: ByteBuffer) {
        prepared = answer
    }

    func handlerAdded(context: ChannelHandlerContext) {
        encoder = try? context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        encoder = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        readsAhead = false
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if readsAhead { context.read() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { (isQuiescing, readsAhead) = (true, false) }
        context.fireUserInboundEventTriggered(event)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard let answer = prepared, let encoder else {
            if case .end = unwrapOutboundIn(data) { readsAhead = false }
            context.write(data, promise: promise)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head, .body:
            promise?.succeed()
        case .end:
            (prepared, readsAhead) = (nil, false)
            encoder.write(NIOAny(IOData.byteBuffer(answer)), promise: promise)
        }
    }
}

@available(*, unavailable)
extension PreparedAnswerHandler: Sendable {}
