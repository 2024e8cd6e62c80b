import NIOCore
import NIOPosix

/// A TCP connection that sends what a test writes and reads responses one after another.
struct RawConnection {
    /// The server closed the connection before the response was complete.
    struct Closed: Error {
        let received: String
    }

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private let channel: any Channel
    private var buffer = ""

    /// Opens a connection to a local port for the length of `body`.
    static func with<Result: Sendable>(
        port: Int,
        _ body: @Sendable (inout RawConnection) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = RawConnection(
                inbound: inbound.makeAsyncIterator(),
                outbound: outbound,
                channel: channel.channel
            )
            return try await body(&connection)
        }
    }

    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// Sends nothing more; what the server sends is still read.
    func closeOutput() {
        outbound.finish()
    }

    /// The next response, interim ones too.
    mutating func response() async throws -> RawResponse {
        while true {
            if let response = parsed() { return response }
            guard let bytes = try await inbound.next() else { throw Closed(received: buffer) }
            buffer += String(buffer: bytes)
        }
    }

    /// Everything until the server closes.
    mutating func rest() async throws -> String {
        while let bytes = try await inbound.next() { buffer += String(buffer: bytes) }
        return buffer
    }

    /// Whether the server closes, without another byte.
    mutating func isClosed() async throws -> Bool {
        guard buffer.isEmpty else { return false }
        return try await inbound.next() == nil
    }

    private mutating func parsed() -> RawResponse? {
        // A carriage return and line feed are one character.
        guard let end = buffer.firstRange(of: "\r\n\r\n") else { return nil }
        let lines = buffer[..<end.lowerBound].split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ": ", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1]) : ""
        }
        let status = Int(lines[0].split(separator: " ")[1]) ?? 0
        let length = Int(headers["content-length"] ?? "0") ?? 0
        let body = buffer[end.upperBound...].utf8
        guard body.count >= length else { return nil }
        let text = String(decoding: body.prefix(length), as: UTF8.self)
        buffer = String(decoding: body.dropFirst(length), as: UTF8.self)
        return RawResponse(status: status, headers: headers, body: text)
    }
}
