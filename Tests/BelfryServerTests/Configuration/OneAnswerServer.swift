import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on loopback that keeps what it is sent and always answers the same.
final class OneAnswerServer: Sendable {
    /// A request as it came.
    struct Request: Sendable {
        var method: HTTPMethod
        var uri: String
        var headers: HTTPHeaders
        var body: [UInt8]
    }

    private let channel: any Channel
    private let received: Received
    let url: String

    /// The requests so far.
    var requests: [Request] { received.list.withLock { $0 } }

    private init(channel: any Channel, received: Received) {
        self.channel = channel
        self.received = received
        url = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    }

    static func start(status: HTTPResponseStatus, body: String) async throws -> OneAnswerServer {
        let received = Received()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(
                        Handler(received: received, status: status, answer: body)
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return OneAnswerServer(channel: channel, received: received)
    }

    func stop() async throws {
        try await channel.close().get()
    }

    private final class Received: Sendable {
        let list = Mutex<[Request]>([])
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let received: Received
        private let status: HTTPResponseStatus
        private let answer: String
        private var request: Request?

        init(received: Received, status: HTTPResponseStatus, answer: String) {
            self.received = received
            self.status = status
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                request = Request(method: head.method, uri: head.uri, headers: head.headers, body: [])
            case .body(let part):
                request?.body += Array(part.readableBytesView)
            case .end:
                if let request { received.list.withLock { $0.append(request) } }
                let headers: HTTPHeaders = ["content-length": "\(answer.utf8.count)", "connection": "close"]
                let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
                context.write(wrapOutboundOut(.head(head)), promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer)))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
