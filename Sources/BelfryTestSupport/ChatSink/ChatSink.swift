internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// A real HTTP server on 127.0.0.1 that stands in for a chat: it records what it gets and misbehaves on demand.
///
/// Accepts with Slack's `ok` until told otherwise.
public final class ChatSink: Sendable {
    /// The address of the server without a path: `http://127.0.0.1:PORT`.
    public let baseURL: String

    private let channel: any Channel
    private let record: SinkRecord
    private let connections: SinkConnections

    private init(channel: any Channel, record: SinkRecord, connections: SinkConnections) {
        baseURL = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
        self.channel = channel
        self.record = record
        self.connections = connections
    }

    /// Starts a server on a free port; must be stopped.
    public static func start() async throws -> ChatSink {
        let record = SinkRecord()
        let connections = SinkConnections()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                record.noteConnection()
                connections.add(child)
                return child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
                    try child.pipeline.syncOperations.addHandler(SinkHandler(record))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        return ChatSink(channel: channel, record: record, connections: connections)
    }

    /// Where a chat's incoming webhook would be.
    public var url: String { "\(baseURL)/services/T0000/B0000/XXXXXXXXXXXXXXXXXXXXXXXX" }

    /// Everything received since the start, oldest first.
    public var requests: [SinkRequest] { record.requests }

    /// Connections accepted since the start.
    public var acceptedConnections: Int { record.connections }

    /// Sets what the next requests get, one answer each, and what all later ones get.
    public func script(_ answers: [SinkAnswer], then fallback: SinkAnswer = .ok) {
        record.script(answers, then: fallback)
    }

    /// Returns once this many requests have arrived since the start, or the sink is stopped.
    public func wait(forRequests count: Int) async {
        await record.wait(for: count)
    }

    /// Closes the server and all its connections.
    public func stop() async {
        try? await channel.close()
        await connections.closeAll()
        record.releaseWaiters()
    }
}
