import BelfryCore
import Testing

@testable import BelfryServer

/// What two servers in a row could read differently is answered 400, and nothing after it is read.
struct AmbiguousHeadTests {
    private static let second = "GET /-/healthy HTTP/1.1\r\nHost: belfry\r\n\r\n"

    private static func answers(to request: String) async throws -> [Substring] {
        try await TestServer.with { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send(request + second)
                return try await connection.rest()
            }
        }.split(separator: "\r\n").filter { $0.hasPrefix("HTTP/") }
    }

    @Test(
        arguments: [
            "Host: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n",
            "Host: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n",
            "Host: a\r\nContent-Length: 2, 2\r\n", "Host: a\r\nContent-Length: +2\r\n",
            "Host: a\r\nContent-Length: -2\r\n",
            "Host: a\r\nContent-Length: 0x2\r\n", "Host: a\r\nContent-Length:\r\n",
            "Host: a\r\nContent-Length: 99999999999999999999\r\n",
            "Host: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n",
            "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n",
            "Host: a\r\nTransfer-Encoding: xchunked\r\n", "Host: a\r\nTransfer-Encoding: chunked, identity\r\n",
            "Host: a\r\nTransfer-Encoding: gzip, chunked\r\n",
            "Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Host: a\r\nTransfer-Encoding: \u{0B}chunked\r\n", "Host: a\r\nTransfer-Encoding:\r\n chunked\r\n",
            "Host: a\r\nX-A: b\r\n c\r\n", "Host: a\r\nX-A: b\r\n\tc\r\n", "Host : a\r\n", "Host: a\r\nX-A : b\r\n",
            "Host: a\nX-A: b\r\n", "Host: a\r\nX-A: b\rc\r\n", "Host: a\r\nX-A: b\0c\r\n", "Host: a\r\n: b\r\n",
            "", "Host: a\r\nHost: a\r\n", "Host: a\r\nHost: 127.0.0.1\r\n",
        ],
        ["POST /webhooks/cron", "POST /metrics"]
    )
    func ambiguousFieldsAreRefused(_ fields: String, _ line: String) async throws {
        #expect(try await Self.answers(to: "\(line) HTTP/1.1\r\n\(fields)\r\n{}") == ["HTTP/1.1 400 Bad Request"])
    }

    @Test(arguments: [
        "POST http://belfry/webhooks/cron HTTP/1.1", "GET http://127.0.0.1/metrics HTTP/1.1", "OPTIONS * HTTP/1.1",
        "CONNECT belfry:80 HTTP/1.1", "GET / x HTTP/1.1", "GET\t/ HTTP/1.1", "get / HTTP/1.1", "GET / HTTP/1.2",
        "GET / HTTP/2.0", "PRI * HTTP/2.0", "GET metrics HTTP/1.1",
    ])
    func oddRequestLinesAreRefused(_ line: String) async throws {
        #expect(try await Self.answers(to: "\(line)\r\nHost: belfry\r\n\r\n") == ["HTTP/1.1 400 Bad Request"])
    }

    @Test(arguments: ["/webhooks/cron", "/metrics"])
    func chunksAreNotForTheOldVersion(_ path: String) async throws {
        let request = "POST \(path) HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        #expect(try await Self.answers(to: request) == ["HTTP/1.1 400 Bad Request"])
    }

    @Test(arguments: [
        "2;a=b\n{}\r\n0\r\n\r\n", "2\n{}\n0\n\n", "-2\r\n{}\r\n0\r\n\r\n", "0x2\r\n{}\r\n0\r\n\r\n",
        "fffffffffffffffff\r\n{}\r\n0\r\n\r\n", "2\r\n{}XX0\r\n\r\n", "\r\n{}\r\n0\r\n\r\n",
    ])
    func brokenChunksAreRefused(_ chunks: String) async throws {
        let head = "POST /webhooks/cron HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(try await Self.answers(to: head + chunks) == ["HTTP/1.1 400 Bad Request"])
    }

    @Test(arguments: ["-2\r\n{}\r\n", "2\n{}\n", "2\r\n{}XX"])
    func aBodyThatBreaksGetsNoSecondAnswer(_ chunks: String) async throws {
        let head = "POST /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        let answers = try await Self.answers(to: head + chunks)
        #expect(answers.isEmpty || answers == ["HTTP/1.1 405 Method Not Allowed"])
    }

    @Test func aBodyThatBreaksAfterItsAnswerGetsNoSecondOne() async throws {
        try await TestServer.with { server async throws in
            try await RawConnection.with(port: server.port) { connection async throws in
                try await connection.send("POST /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                #expect(try await connection.response().status == 405)
                try await connection.send("-2\r\n{}\r\n\(Self.second)")
                #expect(try await connection.isClosed())
            }
        }
    }

    @Test(arguments: ["/webhooks/cron", "/metrics"])
    func tooManyFieldsOrBytesAre431(_ path: String) async throws {
        let fields = String(repeating: "X: a\r\n", count: 101)
        let long = "X: \(String(repeating: "a", count: 1_048_576))\r\n"
        for extra in [fields, long] {
            let answers = try await Self.answers(to: "POST \(path) HTTP/1.1\r\nHost: a\r\n\(extra)\r\n")
            #expect(answers == ["HTTP/1.1 431 Request Header Fields Too Large"])
        }
    }
}
