import NIOCore
import Testing

@testable import BelfryServer

struct SlowClientTests {
    private static func options(_ timeouts: RequestTimeouts) -> TestServer.Options {
        .init(listener: HTTPListener(port: 0, timeouts: timeouts))
    }

    @Test(arguments: ["/webhooks/cron", "/metrics"])
    func aBodyThatDoesNotComeIsAnswered408(_ path: String) async throws {
        let options = Self.options(RequestTimeouts(head: .seconds(20), body: .milliseconds(100), idle: .seconds(20)))
        try await TestServer.with(FakeCommitter(), options) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{")
                let text = try await connection.rest()
                #expect(text.contains("HTTP/1.1 408 ") || path == "/metrics")
                #expect(server.metrics.connectionsDropped.with("slow_body").value == 1)
            }
        }
    }

    @Test(arguments: ["", "POST /webhooks/cron HTTP/1.1\r\nHost: a\r\nX-"])
    func aHeadThatDoesNotComeLosesTheConnection(_ start: String) async throws {
        let options = Self.options(RequestTimeouts(head: .milliseconds(100), body: .seconds(20), idle: .seconds(20)))
        try await TestServer.with(FakeCommitter(), options) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                if !start.isEmpty { try await connection.send(start) }
                #expect(try await connection.isClosed())
            }
        }
    }

    @Test func aSecondHeadThatStallsLosesTheConnection() async throws {
        let options = Self.options(RequestTimeouts(head: .milliseconds(200), body: .seconds(20), idle: .seconds(20)))
        try await TestServer.with(FakeCommitter(), options) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(WebhookSamples.request())
                #expect(try await connection.response().status == 200)
                try await connection.send("POST /webhooks/cron")
                #expect(try await connection.isClosed())
                #expect(server.metrics.connectionsDropped.with("slow_head").value == 1)
            }
        }
    }

    @Test func aSecondBodyThatStallsIsAnswered408() async throws {
        let options = Self.options(RequestTimeouts(head: .seconds(20), body: .milliseconds(200), idle: .seconds(20)))
        try await TestServer.with(FakeCommitter(), options) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(WebhookSamples.request())
                #expect(try await connection.response().status == 200)
                try await connection.send(String(WebhookSamples.request().dropLast(20)))
                try await Task.sleep(for: .milliseconds(100))
                // What trickles in gains no time.
                try await connection.send("\"")
                let response = try await connection.response()
                #expect(response.status == 408)
                #expect(response.headers["connection"] == "close")
                #expect(try await connection.isClosed())
                #expect(server.metrics.connectionsDropped.with("slow_body").value == 1)
            }
        }
    }

    @Test func aSlowBodyDoesNotShortenThePatienceForItsCommit() async throws {
        let request = WebhookSamples.request()
        let options = TestServer.Options(patience: .milliseconds(400))
        try await TestServer.with(FakeCommitter(), options) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(String(request.dropLast(20)))
                try await Task.sleep(for: .milliseconds(600))
                try await connection.send(String(request.suffix(20)))
                #expect(try await connection.response().status == 200)
            }
        }
    }

    @Test func anIdleConnectionIsClosedAndABusyOneIsNot() async throws {
        let options = Self.options(RequestTimeouts(head: .seconds(20), body: .seconds(20), idle: .milliseconds(300)))
        try await TestServer.with(FakeCommitter(), options) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                for _ in 0..<4 {
                    try await connection.send(WebhookSamples.request())
                    #expect(try await connection.response().status == 200)
                    try await Task.sleep(for: .milliseconds(120))
                }
                #expect(try await connection.isClosed())
            }
        }
    }

    @Test func aSlowCommitIsNotTheClientsFault() async throws {
        let options = Self.options(
            RequestTimeouts(head: .milliseconds(100), body: .milliseconds(100), idle: .milliseconds(100))
        )
        let committer = FakeCommitter(isHeld: true)
        try await TestServer.with(committer, options) { server async throws in
            async let response = server.exchange(WebhookSamples.request())
            try await Task.sleep(for: .milliseconds(400))
            committer.release()
            #expect(try await response.status == 200)
        }
    }
}
