import BelfryCore
import NIOCore
import NIOPosix
import Testing

@testable import BelfryServer

struct ConnectionLimitTests {
    private static func options(total: Int = 100, perAddress: Int = 100) -> TestServer.Options {
        .init(listener: HTTPListener(port: 0, maximumConnections: total, maximumConnectionsPerAddress: perAddress))
    }

    /// Opens connections one after another, each of which sends what it is given, and says which the server closed.
    private static func closed(of requests: [String], port: Int) async throws -> [Bool] {
        var channels: [any Channel] = []
        for request in requests {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port).get()
            if !request.isEmpty { try await channel.writeAndFlush(ByteBuffer(string: request)) }
            channels.append(channel)
            try await Task.sleep(for: .milliseconds(150))
        }
        try await Task.sleep(for: .milliseconds(500))
        let closed = channels.map { !$0.isActive }
        for channel in channels { try? await channel.close() }
        return closed
    }

    @Test func anAddressHasOnlySoManyStrangers() async throws {
        try await TestServer.with(FakeCommitter(), Self.options(perAddress: 2)) { server async throws in
            let health = "GET /-/healthy HTTP/1.1\r\nHost: belfry\r\n\r\n"
            let requests = [WebhookSamples.request(), "", health, WebhookSamples.request(signature: "00"), ""]
            // The first is no stranger; of the others the two youngest are left.
            #expect(try await Self.closed(of: requests, port: server.port) == [false, true, true, false, false])
            #expect(server.metrics.connectionsDropped.with("address_limit").value == 2)
        }
    }

    @Test func aListenerHasOnlySoManyConnections() async throws {
        // A quarter is for those that leave.
        try await TestServer.with(FakeCommitter(), Self.options(total: 3)) { server async throws in
            let requests = [WebhookSamples.request(), "", "", ""]
            #expect(try await Self.closed(of: requests, port: server.port) == [false, true, true, false])
            #expect(server.metrics.connectionsDropped.with("total_limit").value == 2)
        }
    }

    @Test func aCrowdOfSendersLosesNothing() async throws {
        let options = Self.options(total: 30, perAddress: 2)
        let statuses = try await TestServer.with(FakeCommitter(), options) { server async throws in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        let request = WebhookSamples.request(WebhookSamples.body(executionID: "exe_\(number)"))
                        return try await server.exchange(request).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(statuses == Array(repeating: 200, count: 60))
    }

    @Test func aTrustedProxyIsNotLimitedByAddress() async throws {
        var options = Self.options(perAddress: 1)
        options.trustedProxies = try [CIDRBlock("127.0.0.0/8")]
        try await TestServer.with(FakeCommitter(), options) { server async throws in
            #expect(try await Self.closed(of: ["", "", ""], port: server.port) == [false, false, false])
        }
    }

    @Test func openConnectionsAreCounted() async throws {
        try await TestServer.with { server async throws in
            let open = server.metrics.connections.with("everything")
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(WebhookSamples.request())
                _ = try await connection.response()
                #expect(open.value == 1)
            }
            #expect(try await eventually { open.value == 0 })
        }
    }

    @Test func whoReadsNoAnswersIsNotRead() async throws {
        let observer = RecordingObserver()
        let count = 40_000
        try await TestServer.with(FakeCommitter(), .init(observer: observer)) { server async throws in
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.autoRead, value: false)
                .channelOption(.socketOption(.so_rcvbuf), value: 4_096)
                .connect(host: "127.0.0.1", port: server.port).get()
            let request = "POST /webhooks/cron HTTP/1.1\r\nHost: belfry\r\nContent-Length: 0\r\n\r\n"
            channel.writeAndFlush(ByteBuffer(string: String(repeating: request, count: count)), promise: nil)
            var seen = -1
            while seen != observer.results.count {
                seen = observer.results.count
                try await Task.sleep(for: .milliseconds(700))
            }
            #expect(seen > 0 && seen < count)
            try await channel.close()
        }
    }
}
