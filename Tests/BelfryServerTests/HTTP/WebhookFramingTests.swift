import BelfryCore
import Testing

@testable import BelfryServer

struct WebhookFramingTests {
    @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
        let committer = FakeCommitter()
        let requests = [
            WebhookSamples.request(WebhookSamples.body(executionID: "exe_1")),
            "GET /-/healthy HTTP/1.1\r\nHost: belfry\r\n\r\n",
            WebhookSamples.request(signature: "00"),
            "GET /webhooks/cron HTTP/1.1\r\nHost: belfry\r\n\r\n",
            "GET /nothing HTTP/1.1\r\nHost: belfry\r\n\r\n",
            WebhookSamples.request(WebhookSamples.body(executionID: "exe_2")),
        ]
        let statuses = try await TestServer.with(committer) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(requests.joined())
                var statuses: [Int] = []
                for _ in requests { statuses.append(try await connection.response().status) }
                return statuses
            }
        }
        #expect(statuses == [200, 200, 401, 405, 404, 200])
        #expect(committer.batches.joined().map(\.execution.executionID) == ["exe_1", "exe_2"])
    }

    @Test func whatFollowsABrokenHeadDoesNotCostTheAnswerBeforeIt() async throws {
        let committer = FakeCommitter(isHeld: true)
        try await TestServer.with(committer) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(WebhookSamples.request() + "nonsense\r\n\r\n")
                #expect(try await eventually { committer.batches.count == 1 })
                try await connection.send("and more")
                try await Task.sleep(for: .milliseconds(50))
                committer.release()
                #expect(try await connection.response().status == 200)
                #expect(try await connection.response().status == 400)
                #expect(try await connection.isClosed())
            }
        }
    }

    @Test func aConnectionServesManyRequests() async throws {
        let committer = FakeCommitter()
        try await TestServer.with(committer) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                for number in 0..<50 {
                    try await connection.send(WebhookSamples.request(WebhookSamples.body(executionID: "exe_\(number)")))
                    #expect(try await connection.response().status == 200)
                }
            }
        }
        #expect(committer.batches.joined().count == 50)
    }

    @Test func aBodyThatComesInPiecesIsPutTogether() async throws {
        let request = WebhookSamples.request()
        let middle = request.index(request.endIndex, offsetBy: -200)
        let status = try await TestServer.with { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(String(request[..<middle]))
                try await Task.sleep(for: .milliseconds(30))
                try await connection.send(String(request[middle...]))
                return try await connection.response().status
            }
        }
        #expect(status == 200)
    }

    private static func chunked(_ chunks: [String], signing body: String) -> String {
        let signature = WebhookSamples.secret.signature(of: Array(body.utf8))
        let head =
            "POST /webhooks/cron HTTP/1.1\r\nHost: belfry\r\nContent-Type: application/json\r\n"
            + "X-A1Cron-Signature: \(signature)\r\nTransfer-Encoding: chunked\r\n\r\n"
        return head + chunks.map { String($0.utf8.count, radix: 16) + "\r\n\($0)\r\n" }.joined() + "0\r\n\r\n"
    }

    @Test func aChunkedBodyIsAccepted() async throws {
        let body = WebhookSamples.body()
        let chunks = [String(body.prefix(10)), String(body.dropFirst(10).prefix(100)), String(body.dropFirst(110))]
        let response = try await TestServer.with { server async throws in
            try await server.exchange(Self.chunked(chunks, signing: body))
        }
        #expect(response.status == 200)
    }

    @Test func anAnnouncedOversizeIsRefusedBeforeItIsSent() async throws {
        let observer = RecordingObserver()
        try await TestServer.with(FakeCommitter(), .init(observer: observer)) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(
                    "POST /webhooks/cron HTTP/1.1\r\nHost: belfry\r\nContent-Length: 65537\r\nExpect: 100-continue\r\n\r\n"
                )
                let response = try await connection.response()
                #expect(response.status == 413)
                #expect(response.headers["connection"] == "close")
                #expect(response.headers["content-type"] == "application/problem+json")
                #expect(try await connection.isClosed())
            }
        }
        #expect(observer.results == [.tooLarge])
    }

    @Test func aChunkedOversizeIsCountedAndTheConnectionClosed() async throws {
        let chunk = String(repeating: " ", count: 8_192)
        try await TestServer.with { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(Self.chunked(Array(repeating: chunk, count: 12), signing: ""))
                #expect(try await connection.response().status == 413)
                #expect(try await connection.isClosed())
            }
        }
    }

    @Test func aBodyOfExactlyTheLimitIsRead() async throws {
        let body = WebhookSamples.body()
        let padded = body + String(repeating: " ", count: RawWebhook.maximumBodyBytes - body.utf8.count)
        let response = try await TestServer.with { try await $0.exchange(WebhookSamples.request(padded)) }
        #expect(response.status == 200)
    }

    @Test func continueIsSentToAClientThatWaitsForIt() async throws {
        let request = WebhookSamples.request(extra: "Expect: 100-continue\r\n")
        let end = try #require(request.firstRange(of: "\r\n\r\n")).upperBound
        try await TestServer.with { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(String(request[..<end]))
                #expect(try await connection.response().status == 100)
                try await connection.send(String(request[end...]))
                #expect(try await connection.response().status == 200)
            }
        }
    }

    @Test(arguments: ["GET", "PUT", "DELETE", "HEAD", "OPTIONS"])
    func anotherMethodIsToldWhatTheAddressIsFor(_ method: String) async throws {
        try await TestServer.with { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send("\(method) /webhooks/cron-failure HTTP/1.1\r\nHost: belfry\r\n\r\n")
                // A HEAD has the length of the body it does not get.
                if method == "HEAD" {
                    try await connection.send(WebhookSamples.request(extra: "Connection: close\r\n"))
                    let all = try await connection.rest()
                    #expect(all.hasPrefix("HTTP/1.1 405 "))
                    #expect(all.contains("\r\n\r\nHTTP/1.1 200 "))
                    return
                }
                let response = try await connection.response()
                #expect(response.status == 405)
                #expect(response.headers["allow"] == "POST")
                #expect(response.body.contains("a browser sees nothing here"))
                try await connection.send(WebhookSamples.request())
                #expect(try await connection.response().status == 200)
            }
        }
    }

    @Test(arguments: [
        WebhookSamples.request(extra: "Connection: close\r\n"),
        WebhookSamples.request().replacing(" HTTP/1.1\r\n", with: " HTTP/1.0\r\n"),
    ])
    func closesWhereTheClientWantsNoMore(_ request: String) async throws {
        try await TestServer.with { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(request)
                let response = try await connection.response()
                #expect(response.status == 200)
                #expect(response.headers["connection"] == "close")
                #expect(try await connection.isClosed())
            }
        }
    }

    @Test func aClientThatClosesItsHalfStillGetsItsAnswer() async throws {
        let committer = FakeCommitter(isHeld: true)
        try await TestServer.with(committer) { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(WebhookSamples.request())
                connection.closeOutput()
                #expect(try await eventually { committer.batches.count == 1 })
                try await Task.sleep(for: .milliseconds(30))
                committer.release()
                #expect(try await connection.response().status == 200)
                #expect(try await connection.isClosed())
            }
        }
    }

    @Test(arguments: [
        ("nonsense\r\n\r\n", 400),
        ("POST /webhooks/cron HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        ("POST /webhooks/cron HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
        (
            "POST /webhooks/cron HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400
        ),
        ("POST /webhooks/cron HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        ("POST /webhooks/cron HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        ("POST /webhooks/cron HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 20_000))\r\n\r\n", 431),
    ])
    func brokenFramingIsRefusedAndTheConnectionClosed(_ request: String, status: Int) async throws {
        try await TestServer.with { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(request)
                let response = try await connection.response()
                #expect(response.status == status)
                #expect(response.headers["connection"] == "close")
                #expect(try await connection.isClosed())
            }
        }
    }
}
