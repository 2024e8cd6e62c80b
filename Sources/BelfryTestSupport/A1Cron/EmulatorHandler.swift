internal import NIOCore
internal import NIOHTTP1

/// Collects one request after the other on a connection and writes what the emulator answers.
final class EmulatorHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let box: EmulatorBox
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ box: EmulatorBox) {
        self.box = box
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let bytes): body += bytes.readableBytesView
        case .end:
            guard let head, let emulator = box.emulator else { return }
            let request = SinkRequest(
                method: head.method.rawValue,
                path: head.uri,
                headers: head.headers.map { (name: $0.name, value: $0.value) },
                body: body,
                receivedAt: .now
            )
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
            context.eventLoop.makeFutureWithTask { await emulator.answer(request) }.whenSuccess { answer in
                handler.value.respond(answer, bound.value)
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func respond(
        _ answer: (status: Int, headers: [String: String], body: String)?,
        _ context: ChannelHandlerContext
    ) {
        guard let answer else {
            context.close(promise: nil)
            return
        }
        var headers = HTTPHeaders(answer.headers.sorted { $0.key < $1.key })
        headers.replaceOrAdd(name: "Content-Length", value: String(answer.body.utf8.count))
        let head = HTTPResponseHead(
            version: .http1_1,
            status: .init(statusCode: answer.status),
            headers: headers
        )
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
