internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// Collects one request after the other on a connection and does what the script says.
final class SinkHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let record: SinkRecord
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ record: SinkRecord) {
        self.record = record
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let bytes): body += bytes.readableBytesView
        case .end:
            guard let head else { return }
            let request = SinkRequest(
                method: head.method.rawValue,
                path: head.uri,
                headers: head.headers.map { (name: $0.name, value: $0.value) },
                body: body,
                receivedAt: .now
            )
            perform(record.answer(to: request), context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func perform(_ answer: SinkAnswer, _ context: ChannelHandlerContext) {
        switch answer {
        case .status(let code, let headers, let body): respond(code, headers, Array(body.utf8), context)
        case .huge(let count): respond(200, [:], Array(repeating: UInt8(ascii: "x"), count: count), context)
        case .hang: break
        case .reset: reset(context)
        case .drip(let interval):
            writeHead(200, HTTPHeaders([("Transfer-Encoding", "chunked")]), context)
            context.flush()
            drip(every: .milliseconds(Int64(interval)), context)
        case .truncated:
            writeHead(200, HTTPHeaders([("Content-Length", "1000")]), context)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "o")))), promise: nil)
            context.close(promise: nil)
        }
    }

    private func respond(_ code: Int, _ fields: [String: String], _ body: [UInt8], _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders(fields.sorted { $0.key < $1.key })
        headers.replaceOrAdd(name: "Content-Length", value: String(body.count))
        writeHead(code, headers, context)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func writeHead(_ code: Int, _ headers: HTTPHeaders, _ context: ChannelHandlerContext) {
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: code), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
    }

    /// A socket closed with a linger time of nothing sends RST.
    private func reset(_ context: ChannelHandlerContext) {
        let channel = context.channel
        guard let options = channel as? any SocketOptionProvider else { return }
        options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in
            channel.close(promise: nil)
        }
    }

    private func drip(every interval: TimeAmount, _ context: ChannelHandlerContext) {
        let channel = context.channel
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.assumeIsolated().scheduleTask(in: interval) {
            guard channel.isActive else { return }
            let byte = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: "x")))
            bound.value.writeAndFlush(self.wrapOutboundOut(byte), promise: nil)
            self.drip(every: interval, bound.value)
        }
    }
}
