internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// A socket in front of the test server that can stop passing anything on, as a network or a server that hangs does.
///
/// Nothing is closed meanwhile: who waits for an answer learns nothing.
public final class StallingProxy: Sendable {
    private struct State {
        var channels: [any Channel] = []
        var isStalled = false
    }

    /// The connection string of a database, by way of this socket.
    public let connectionString: String

    private let folder: String
    private let state = Mutex(State())

    /// Starts a proxy before a database whose server listens on a Unix socket; must be stopped.
    public static func start(before database: TestDatabase) async throws -> StallingProxy {
        guard var components = URLComponents(string: database.connectionString),
            let host = components.queryItems?.firstIndex(where: { $0.name == "host" }),
            let directory = components.queryItems?[host].value
        else { throw TestDatabaseUnavailable() }
        // The path of a Unix socket is short.
        let folder = "/tmp/bp-\(UUID().uuidString.prefix(8))"
        components.queryItems?[host].value = folder
        guard let connectionString = components.string else { throw TestDatabaseUnavailable() }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let proxy = StallingProxy(connectionString: connectionString, folder: folder)
        let name = ".s.PGSQL.\(components.port ?? 5432)"
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { child in
                ClientBootstrap(group: child.eventLoop)
                    .channelOption(.autoRead, value: false)
                    .connect(unixDomainSocketPath: "\(directory)/\(name)")
                    .flatMap { server in
                        child.pipeline.addHandler(Relay(to: server))
                            .and(server.pipeline.addHandler(Relay(to: child)))
                            .map { _ in proxy.add([child, server]) }
                    }
            }
            .bind(unixDomainSocketPath: "\(folder)/\(name)")
            .get()
        proxy.state.withLock { $0.channels.append(listener) }
        return proxy
    }

    private init(connectionString: String, folder: String) {
        self.connectionString = connectionString
        self.folder = folder
    }

    /// Passes nothing on from now on, in either direction and on new connections too.
    public func stall() { setStalled(true) }

    /// Goes on where it stopped.
    public func resume() { setStalled(false) }

    /// Closes the socket and every connection.
    public func stop() async {
        let channels = state.withLock { state in
            defer { state.channels = [] }
            return state.channels
        }
        for channel in channels { try? await channel.close() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func add(_ channels: [any Channel]) {
        let isStalled = state.withLock { state in
            state.channels += channels
            return state.isStalled
        }
        for channel in channels where !isStalled { _ = channel.setOption(.autoRead, value: true) }
    }

    private func setStalled(_ isStalled: Bool) {
        let channels = state.withLock { state in
            state.isStalled = isStalled
            return state.channels.dropFirst()
        }
        for channel in channels { _ = channel.setOption(.autoRead, value: !isStalled) }
    }

    /// Passes on what one side sends.
    private final class Relay: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        private let other: any Channel

        init(to other: any Channel) {
            self.other = other
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            other.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            other.close(promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
