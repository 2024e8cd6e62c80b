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
    private var buffer: [UInt8] = []

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

    func send(_ bytes: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }

    /// Sends nothing more; what the server sends is still read.
    func closeOutput() {
        outbound.finish()
    }

    /// The next response, interim ones too.
    mutating func response() async throws -> RawResponse {
        while true {
            if let response = parsed() { return response }
            guard let bytes = try await inbound.next() else {
                throw Closed(received: String(decoding: buffer, as: UTF8.self))
            }
            buffer += bytes.readableBytesView
        }
    }

    /// Everything until the server closes.
    mutating func rest() async throws -> String {
        while let bytes = try await inbound.next() { buffer += bytes.readableBytesView }
        return String(decoding: buffer, as: UTF8.self)
    }

    /// Everything until the server closes, in whatever way.
    mutating func restOrReset() async -> String {
        _ = try? await rest()
        return String(decoding: buffer, as: UTF8.self)
    }

    /// Whether the server closes, without another byte.
    mutating func isClosed() async throws -> Bool {
        guard buffer.isEmpty else { return false }
        return try await inbound.next() == nil
    }

    private mutating func parsed() -> RawResponse? {
        guard let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
        // A carriage return and line feed are one character.
        let lines = head.split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ": ", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1]) : ""
        }
        let received = buffer[end.upperBound...]
        let isChunked = headers["transfer-encoding"] == "chunked"
        guard
            let body = isChunked ? Self.chunks(received) : Self.prefix(received, Int(headers["content-length"] ?? "0"))
        else { return nil }
        buffer = Array(body.rest)
        return RawResponse(
            status: Int(lines[0].split(separator: " ")[1]) ?? 0,
            headers: headers,
            bytes: body.bytes
        )
    }

    private static func prefix(
        _ received: ArraySlice<UInt8>,
        _ length: Int?
    ) -> (bytes: [UInt8], rest: ArraySlice<UInt8>)? {
        let length = length ?? 0
        return received.count >= length ? (Array(received.prefix(length)), received.dropFirst(length)) : nil
    }

    /// The body of all chunks, the last one of length 0 included; nil while it is not there.
    private static func chunks(_ received: ArraySlice<UInt8>) -> (bytes: [UInt8], rest: ArraySlice<UInt8>)? {
        var (bytes, rest): ([UInt8], _) = ([], received)
        while let line = rest.firstRange(of: Array("\r\n".utf8)) {
            let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16) ?? 0
            let chunk = rest[line.upperBound...]
            guard chunk.count >= size + 2 else { return nil }
            bytes += chunk.prefix(size)
            rest = chunk.dropFirst(size + 2)
            if size == 0 { return (bytes, rest) }
        }
        return nil
    }
}
