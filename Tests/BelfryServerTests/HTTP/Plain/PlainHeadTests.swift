import BelfryCore
import Testing

@testable import BelfryServer

struct PlainHeadTests {
    private static func head(_ request: String) -> PlainHead? {
        Array(request.utf8).withUnsafeBytes { PlainHead($0, withNoop: true) }
    }

    private static func post(_ fields: String, line: String = "POST /webhooks/cron HTTP/1.1") -> String {
        "\(line)\r\n\(fields)\r\n{}"
    }

    @Test(arguments: [
        "/webhooks/cron", "/webhooks/cron-success", "/webhooks/cron-failure", "/webhooks/noop",
    ])
    func whatSendersSendIsPlain(_ path: String) throws {
        let body = WebhookSamples.body()
        let request = WebhookSamples.request(
            body,
            path: path,
            extra: "User-Agent: a b\tc\r\nX-Forwarded-For: 203.0.113.7\r\nx-forwarded-for: \t203.0.113.8, ::1\r\n"
                + "cOnNeCtIoN: Keep-Alive\r\nAccept: */*\r\n"
        )
        let head = try #require(Self.head(request))
        #expect(head.path?.rawValue == path)
        #expect(head.count + head.bodyCount == request.utf8.count)
        #expect(head.bodyCount == body.utf8.count)
        let peer = IPAddress("127.0.0.1")
        let raw = Array(request.utf8).withUnsafeBytes { head.raw($0, path: .any, peer: peer) }
        #expect(raw.contentType == "application/json")
        #expect(raw.contentEncoding == nil)
        #expect(raw.signatures == [WebhookSamples.secret.signature(of: Array(body.utf8))])
        #expect(raw.forwardedFor == ["203.0.113.7", "203.0.113.8, ::1"])
        #expect(raw.peer == peer)
        #expect(raw.body == Array(body.utf8))
    }

    @Test func aHeadThatIsNotCompleteIsNotPlain() throws {
        let request = WebhookSamples.request()
        let head = try #require(Self.head(request))
        for count in 0..<request.utf8.count {
            let part = Self.head(String(request.prefix(utf8: count)))
            #expect((part != nil) == (count >= head.count))
        }
    }

    @Test(arguments: ["GET / HTTP/1.1", "GET /metrics?a=b HTTP/1.1", "HEAD /-/healthy HTTP/1.1"])
    func requestsWithoutABodyAre(_ line: String) throws {
        let head = try #require(Self.head("\(line)\r\nHost: a\r\n\r\n"))
        #expect(head.path == nil)
        #expect(head.bodyCount == 0)
    }

    @Test func theNoopIsOneOnlyWhereItIsSwitchedOn() {
        let request = Array(WebhookSamples.request(path: "/webhooks/noop").utf8)
        #expect(request.withUnsafeBytes { PlainHead($0, withNoop: false) } == nil)
    }

    @Test(arguments: [
        "Host: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n",
        "Host: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n",
        "Host: a\r\nContent-Length: 2, 2\r\n", "Host: a\r\nContent-Length: +2\r\n", "Host: a\r\nContent-Length: -2\r\n",
        "Host: a\r\nContent-Length: 0x2\r\n", "Host: a\r\nContent-Length:\r\n", "Host: a\r\nContent-Length: 2 2\r\n",
        "Host: a\r\nContent-Length: 2 \r\n", "Host: a\r\nContent-Length: 2\t\r\n", "Host: a \r\nContent-Length: 2\r\n",
        "Host: a\r\nContent-Length: 000002\r\n", "Host: a\r\nContent-Length: 65537\r\n",
        "Host: a\r\nContent-Length: 99999999999999999999\r\n", "Host: a\r\n",
        "Host: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n",
        "Host: a\r\nContent-Length: 2\r\nTransfer-Encoding: identity\r\n",
        "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n",
        "Host: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n", "Host: a\r\nContent-Length: 2\r\nUpgrade: h2c\r\n",
        "Host: a\r\nContent-Length: 2\r\nTE: trailers\r\n", "Host: a\r\nContent-Length: 2\r\nTrailer: x\r\n",
        "Host: a\r\nContent-Length: 2\r\nConnection: close\r\n",
        "Host: a\r\nContent-Length: 2\r\nConnection: keep-alive, Upgrade\r\n",
        "Host: a\r\nContent-Length: 2\r\nConnection: keep-alive\r\nConnection: keep-alive\r\n",
        "Host: a\r\nContent-Length: 2\r\nProxy-Connection: close\r\n",
        "Host: a\r\nContent-Length: 2\r\nContent-Encoding: gzip\r\n",
        "Host: a\r\nContent-Length: 2\r\nContent-Type: a\r\nContent-Type: b\r\n",
        "Host: a\r\nContent-Length: 2\r\nX-A1Cron-Signature: a\r\nX-A1Cron-Signature: a\r\n",
        "Content-Length: 2\r\n", "Host: a\r\nHost: a\r\nContent-Length: 2\r\n", "Host:\r\nContent-Length: 2\r\n",
        "Host : a\r\nContent-Length: 2\r\n", " Host: a\r\nContent-Length: 2\r\n", "Host: a\r\nContent-Length : 2\r\n",
        "Host: a\r\nContent-Length: 2\r\nX-A: b\r\n c\r\n", "Host: a\r\nContent-Length: 2\r\nX-A:\r\n b\r\n",
        "Host: a\r\nContent-Length: 2\r\nX-A: b\n", "Host: a\nContent-Length: 2\r\n",
        "Host: a\r\r\nContent-Length: 2\r\n",
        "Host: a\r\nContent-Length: 2\r\nX-A: b\rc\r\n", "Host: a\r\nContent-Length: 2\r\nX-A: b\0c\r\n",
        "Host: a\r\nContent-Length: 2\r\nX-A: \u{7F}\r\n", "Host: a\r\nContent-Length: 2\r\nX-A: ä\r\n",
        "Host: a\r\nContent-Length: 2\r\nX-A: 12345678\u{1F}\r\n", "Host: a\r\nContent-Length: 2\r\nX-A: 1234567ä\r\n",
        "Host: a\r\nContent-Length: 2\r\nX\u{B}A: b\r\n", "Host: a\r\nContent-Length: 2\r\n: b\r\n",
        "Host: a\r\nContent-Length: 2\r\nX(A): b\r\n", "Host: a\r\nContent-Length: 2\r\nXA\r\n",
    ])
    func whatIsInDoubtIsNot(_ fields: String) {
        #expect(Self.head(Self.post(fields)) == nil)
        #expect(Self.head(Self.post("Host: a\r\nContent-Length: 2\r\n")) != nil)
    }

    @Test(arguments: [
        "POST /webhooks/cron HTTP/1.0", "POST /webhooks/cron HTTP/1.2", "POST /webhooks/cron  HTTP/1.1",
        "POST  /webhooks/cron HTTP/1.1", "POST /webhooks/cron HTTP/1.1 ", "POST /webhooks/cron?a=b HTTP/1.1",
        "POST /webhooks/cron# HTTP/1.1", "POST /webhooks/cron/ HTTP/1.1", "POST /webhooks/cron",
        "post /webhooks/cron HTTP/1.1",
        "POST http://a/webhooks/cron HTTP/1.1", "POST //webhooks/cron HTTP/1.1", "POST /metrics HTTP/1.1",
        "PUT /webhooks/cron HTTP/1.1", "\r\nPOST /webhooks/cron HTTP/1.1", "OPTIONS * HTTP/1.1",
    ])
    func otherRequestLinesAreNot(_ line: String) {
        #expect(Self.head(Self.post("Host: a\r\nContent-Length: 2\r\n", line: line)) == nil)
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", "GET /\u{1} HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
    ])
    func otherRequestsWithoutABodyAreNot(_ request: String) {
        #expect(Self.head(request) == nil)
    }

    @Test func longHeadsAreNot() {
        let plain = "Host: a\r\nContent-Length: 2\r\n"
        let filler = String(repeating: "a", count: 8_000)
        #expect(Self.head(Self.post(plain + "X: \(filler)\r\n")) != nil)
        #expect(Self.head(Self.post(plain + "X: \(filler)\(filler)\r\n")) == nil)
        #expect(Self.head(Self.post(plain + String(repeating: "X: a\r\n", count: 62))) != nil)
        #expect(Self.head(Self.post(plain + String(repeating: "X: a\r\n", count: 63))) == nil)
    }
}

extension String {
    /// So many of its first bytes.
    fileprivate func prefix(utf8 count: Int) -> Substring {
        self[..<utf8.index(startIndex, offsetBy: count)]
    }
}
