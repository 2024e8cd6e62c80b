import BelfryCore
import NIOCore
import Testing

@testable import BelfryServer

/// What the handler takes, and what it leaves to the decoder behind it.
struct PlainWebhookTests {
    private static let health = "GET /-/healthy HTTP/1.1\r\nHost: belfry\r\n\r\n"

    @Test func aWebhookInTwoPiecesIsTakenWhereverItsBodyIsCut() async throws {
        let request = Array(WebhookSamples.request(path: "/webhooks/noop").utf8)
        let headEnd = try #require(request.firstRange(of: Array("\r\n\r\n".utf8))).upperBound
        try await PlainServer.with { server async throws in
            for cut in 1..<request.count where cut >= headEnd || cut % 7 == 0 {
                let before = server.behind.bytes
                try await RawConnection.with(port: server.port) { connection async throws in
                    let pieces = [request[..<cut], request[cut...]].map { Array($0) }
                    try await connection.send(pieces[0])
                    guard cut < headEnd else {
                        try await Task.sleep(for: .milliseconds(1))
                        try await connection.send(pieces[1])
                        #expect(try await connection.response().status == 200)
                        #expect(server.behind.bytes == before)
                        return
                    }
                    // A head that is cut is the decoder's, and so is the rest.
                    for end in [cut, request.count] {
                        let all = before + String(decoding: request[..<end], as: UTF8.self)
                        #expect(try await eventually { server.behind.bytes == all })
                        if end == cut { try await connection.send(pieces[1]) }
                    }
                }
            }
        }
    }

    @Test func manyWebhooksInManyPiecesAreTaken() async throws {
        let committer = FakeCommitter()
        try await PlainServer.with(committer) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                for number in 0..<20 {
                    let request = Array(WebhookSamples.request(WebhookSamples.body(executionID: "exe_\(number)")).utf8)
                    let headEnd = try #require(request.firstRange(of: Array("\r\n\r\n".utf8))).upperBound
                    try await connection.send(Array(request[..<headEnd]))
                    for index in stride(from: headEnd, to: request.count, by: 100) {
                        try await connection.send(Array(request[index..<min(index + 100, request.count)]))
                        try await Task.sleep(for: .milliseconds(1))
                    }
                    #expect(try await connection.response().status == 200)
                }
            }
            #expect(server.behind.bytes.isEmpty)
        }
        #expect(committer.batches.joined().map(\.execution.executionID) == (0..<20).map { "exe_\($0)" })
    }

    @Test func whatFollowsAWebhookAtOnceIsTheDecodersAndTheWebhookToo() async throws {
        let both = WebhookSamples.request() + Self.health
        try await PlainServer.with { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(both)
                #expect(try await eventually { server.behind.bytes == both })
                // For good.
                try await connection.send(WebhookSamples.request())
                #expect(try await eventually { server.behind.bytes == both + WebhookSamples.request() })
            }
        }
    }

    @Test func whatComesDuringACommitWaitsForItsAnswer() async throws {
        let committer = FakeCommitter(isHeld: true)
        try await PlainServer.with(committer) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(WebhookSamples.request())
                #expect(try await eventually { committer.batches.count == 1 })
                try await connection.send(Self.health)
                try await Task.sleep(for: .milliseconds(20))
                try await connection.send(Self.health)
                connection.closeOutput()
                try await Task.sleep(for: .milliseconds(50))
                #expect(server.behind.bytes.isEmpty)
                committer.release()
                #expect(try await connection.response().headers["connection"] == nil)
                #expect(try await eventually { server.behind.bytes == Self.health + Self.health })
                #expect(try await eventually { server.behind.events == ["ChannelEvent"] })
            }
        }
    }

    @Test func theDecoderGetsARequestWithoutABodyAndGivesTheConnectionBack() async throws {
        try await PlainServer.with { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                for number in 1...3 {
                    try await connection.send(Self.health)
                    #expect(
                        try await eventually { server.behind.bytes == String(repeating: Self.health, count: number) }
                    )
                    try await connection.send(WebhookSamples.request())
                    #expect(try await connection.response().status == 200)
                }
            }
        }
    }

    @Test func scrapesAndWebhooksTakeTurnsOnOneConnection() async throws {
        let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        try await PlainServer.with(decodes: true) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                for _ in 0..<3 {
                    for (request, status) in [(Self.health, 202), (WebhookSamples.request(), 200)] {
                        try await connection.send(request)
                        #expect(try await connection.response().status == status)
                    }
                }
                #expect(server.behind.bytes == String(repeating: Self.health, count: 3))
                // Whatever is not plain makes it ordinary for good.
                try await connection.send(chunked)
                #expect(try await connection.response().status == 202)
                try await connection.send(WebhookSamples.request())
                #expect(try await connection.response().status == 202)
            }
        }
    }

    @Test func theDecoderKeepsAConnectionWhoseRequestIsNotAnswered() async throws {
        try await PlainServer.with(isBusyBehind: true) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(Self.health)
                #expect(try await eventually { server.behind.bytes == Self.health })
                try await connection.send(WebhookSamples.request())
                #expect(try await eventually { server.behind.bytes == Self.health + WebhookSamples.request() })
            }
        }
    }

    @Test(arguments: [true, false])
    func aWebhookThatIsStillComingIsTheDecodersWhenThatMattersTo(_ closesInput: Bool) async throws {
        let request = WebhookSamples.request()
        let start = String(request.dropLast(10))
        try await PlainServer.with { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(start)
                try await Task.sleep(for: .milliseconds(50))
                #expect(server.behind.bytes.isEmpty)
                if closesInput { connection.closeOutput() } else { server.fire(ChannelShouldQuiesceEvent()) }
                #expect(try await eventually { server.behind.bytes == start })
                #expect(
                    try await eventually {
                        server.behind.events == [closesInput ? "ChannelEvent" : "ChannelShouldQuiesceEvent"]
                    }
                )
            }
        }
    }

    @Test func aServerThatStopsAnswersClosesAndForgetsWhatCameAfter() async throws {
        let committer = FakeCommitter(isHeld: true)
        try await PlainServer.with(committer) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(WebhookSamples.request())
                #expect(try await eventually { committer.batches.count == 1 })
                try await connection.send(Self.health)
                try await Task.sleep(for: .milliseconds(30))
                server.fire(ChannelShouldQuiesceEvent())
                try await Task.sleep(for: .milliseconds(30))
                try await connection.send(Self.health)
                try await Task.sleep(for: .milliseconds(30))
                committer.release()
                let response = try await connection.response()
                #expect(response.status == 200)
                #expect(response.headers["connection"] == "close")
                #expect(try await connection.isClosed())
                #expect(server.behind.bytes.isEmpty)
            }
        }
    }
}
