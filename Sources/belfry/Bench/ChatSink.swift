import NIOCore
import NIOHTTP1
import NIOPosix

/// A chat that takes every message: the other end of an alert's way, inside the load generator.
enum ChatSink {
    /// Listens on 127.0.0.1 and hands every request to the generator; nil without a port.
    static func listen(
        for generator: NIOLoopBound<LoadGenerator>,
        on loop: any EventLoop,
        port: Int?
    ) async throws -> (any Channel)? {
        guard let port else { return nil }
        return try await ServerBootstrap(group: loop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                    try channel.pipeline.syncOperations.addHandler(ChatSinkHandler(generator: generator.value))
                }
            }
            .bind(host: "127.0.0.1", port: port)
            .get()
    }
}
