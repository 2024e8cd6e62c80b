import BelfryCore
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Synchronization

@testable import BelfryServer

/// A local server of `PlainWebhookHandler`, behind which everything is kept, and decoded and answered only if a test wants it.
struct PlainServer: Sendable {
    /// Answers what was decoded.
    private final class Responder: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .end = unwrapInboundIn(data) else { return }
            let head = HTTPResponseHead(version: .http1_1, status: .accepted, headers: ["Content-Length": "0"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }

    /// What the decoder would have seen.
    final class Behind: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        typealias InboundOut = ByteBuffer

        private struct Kept {
            var bytes = ""
            var events: [String] = []
            var channels: [any Channel] = []
        }

        private let passesOn: Bool
        private let kept = Mutex(Kept())

        init(passesOn: Bool) {
            self.passesOn = passesOn
        }

        var bytes: String { kept.withLock { $0.bytes } }
        var events: [String] { kept.withLock { $0.events } }
        /// The connections that were accepted.
        var channels: [any Channel] { kept.withLock { $0.channels } }

        func handlerAdded(context: ChannelHandlerContext) {
            let channel = context.channel
            kept.withLock { $0.channels.append(channel) }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = String(buffer: unwrapInboundIn(data))
            kept.withLock { $0.bytes += text }
            if passesOn { context.fireChannelRead(data) }
        }

        /// Alone, the deadlines would take it for the beginning of a head.
        func channelReadComplete(context: ChannelHandlerContext) {
            if passesOn { context.fireChannelReadComplete() }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            let name = "\(type(of: event))"
            kept.withLock { $0.events.append(name) }
        }
    }

    let port: Int
    let behind: Behind

    /// Fires an event into every connection.
    func fire(_ event: any Sendable) {
        for channel in behind.channels { channel.pipeline.fireUserInboundEventTriggered(event) }
    }

    /// Runs a server for the length of `body`.
    static func with(
        _ committer: FakeCommitter = FakeCommitter(),
        isBusyBehind: Bool = false,
        decodes: Bool = false,
        _ body: @escaping @Sendable (PlainServer) async throws -> Void
    ) async throws {
        let logger = TestServer.logger()
        let metrics = BelfryMetrics(version: "test")
        let queue = IngestQueue(committer: committer, metrics: metrics, logger: logger)
        let verifier = WebhookVerifier(
            secrets: [WebhookSamples.secret],
            allowedSources: [],
            trustedProxies: [],
            acceptsCanonicalJSON: false
        )
        let ingress = WebhookIngress(
            verifier: { verifier },
            queue: queue,
            observer: WebhookRecorder(metrics: metrics, logger: logger)
        )
        let limiter = ConnectionLimiter(
            listener: HTTPListener(port: 0),
            trustedProxies: [],
            metrics: metrics,
            logger: logger
        )
        let behind = Behind(passesOn: decodes)
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let lease = limiter.admit(channel)
                    let deadlines = RequestDeadlineHandler(timeouts: RequestTimeouts(), lease: lease)
                    let plain = PlainWebhookHandler(
                        ingress: ingress,
                        accepted: AcceptedResponse(),
                        deadlines: deadlines,
                        lease: lease,
                        withNoop: true
                    )
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandlers([plain, behind])
                    if decodes { try pipeline.configureHTTPServerPipeline(withErrorHandling: false) }
                    try pipeline.addHandlers(decodes ? [deadlines, Responder()] : [deadlines])
                    if !decodes, !isBusyBehind { deadlines.answerIsWritten(at: .now()) }
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let group = ServiceGroup(configuration: .init(services: [queue], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let server = PlainServer(port: listener.localAddress?.port ?? 0, behind: behind)
            defer {
                // Nobody behind closes them, and their deadlines would be answered where there is no encoder.
                for channel in behind.channels + [listener] { channel.close(promise: nil) }
            }
            do {
                try await body(server)
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
        }
    }
}
