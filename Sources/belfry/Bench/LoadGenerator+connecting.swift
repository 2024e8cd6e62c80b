import BelfryServer
import Foundation
import NIOCore
import NIOPosix

extension LoadGenerator {
    private static let shortestBackoff = TimeAmount.milliseconds(5)
    private static let longestBackoff = TimeAmount.milliseconds(250)

    /// Runs a load to its end; `progress` is called every second with what has been seen so far.
    ///
    /// Throws when the record cannot be written or the chat's port is taken.
    static func run(
        _ settings: LoadSettings,
        progress: @escaping @Sendable (LoadResult) -> Void
    ) async throws -> LoadResult {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let outcome: Result<LoadResult, any Error>
        do {
            outcome = .success(try await run(settings, on: group.next(), progress: progress))
        } catch {
            outcome = .failure(error)
        }
        try await group.shutdownGracefully()
        return try outcome.get()
    }

    private static func run(
        _ settings: LoadSettings,
        on loop: any EventLoop,
        progress: @escaping @Sendable (LoadResult) -> Void
    ) async throws -> LoadResult {
        let promise = loop.makePromise(of: LoadResult.self)
        do {
            let generator = try await loop.submit {
                let generator = try LoadGenerator(settings, loop: loop, promise: promise, progress: progress)
                return NIOLoopBound(generator, eventLoop: loop)
            }.get()
            let chat = try await ChatSink.listen(for: generator, on: loop, port: settings.chatPort)
            loop.execute { generator.value.begin() }
            let result = try await promise.futureResult.get()
            try await chat?.close()
            return result
        } catch {
            promise.fail(error)
            throw error
        }
    }

    /// Opens a connection, which reports itself when it is there; tries again later when it is refused.
    func connect(backoff: TimeAmount = LoadGenerator.shortestBackoff) {
        let generator = NIOLoopBound(self, eventLoop: loop)
        ClientBootstrap(group: loop)
            .connectTimeout(.seconds(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(LoadConnection(generator: generator.value))
                }
            }
            .connect(host: settings.target.host, port: settings.target.port)
            .assumeIsolated()
            .whenFailure { error in
                guard !self.isFinished else { return }
                self.failed("connect: \(Self.name(of: error))")
                self.loop.assumeIsolated().scheduleTask(in: backoff) {
                    guard !self.isFinished else { return }
                    let doubled = TimeAmount.nanoseconds(backoff.nanoseconds * 2)
                    self.connect(backoff: min(doubled, Self.longestBackoff))
                }
            }
    }

    /// A short name of a connection's error, the same for the same cause.
    static func name(of error: any Error) -> String {
        switch error {
        case let error as IOError:
            String(cString: strerror(error.errnoCode)).lowercased()
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { name(of: $0.error) } ?? "unknown host"
        case is ChannelError:
            "timed out"
        default:
            String(describing: error)
        }
    }
}
