import BelfryCore
import BelfryStore
import BelfryTestSupport
import NIOCore
import Testing

@testable import BelfryServer

/// A client cannot tell whether plain webhooks are answered before the decoder or behind it.
struct PlainComparisonTests {
    /// What one client sent and what became of it.
    private struct Outcome: Hashable {
        var answers: String
        var observations: [String]
        var committed: [String]
    }

    /// Pieces of bytes, sent one after another on one connection.
    private typealias Script = [[UInt8]]

    private static let timeouts = RequestTimeouts(head: .seconds(2), body: .milliseconds(700), idle: .seconds(10))
    private static let last = "GET /-/healthy HTTP/1.1\r\nHost: belfry\r\nConnection: close\r\n\r\n"

    /// Sends a script, and something that ends the connection, to a server of its own.
    private static func outcomes(
        of scripts: [Script],
        plain: Bool,
        _ verifier: WebhookVerifier?
    ) async throws -> [Outcome] {
        let listener = listener(plain: plain)
        var outcomes: [Outcome] = []
        for start in stride(from: 0, to: scripts.count, by: 40) {
            outcomes += try await withThrowingTaskGroup(of: (Int, Outcome).self) { tasks in
                for index in start..<min(start + 40, scripts.count) {
                    tasks.addTask { (index, try await outcome(of: scripts[index], listener, verifier)) }
                }
                return try await tasks.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
            }
        }
        return outcomes
    }

    private static func listener(plain: Bool) -> HTTPListener {
        var listener = HTTPListener(port: 0, timeouts: timeouts, answersNoop: true)
        listener.takesPlainWebhooks = plain
        return listener
    }

    private static func outcome(
        of script: Script,
        _ listener: HTTPListener,
        _ verifier: WebhookVerifier?
    ) async throws -> Outcome {
        let observer = RecordingObserver()
        let committer = FakeCommitter { execution throws(StoreUnavailable) in
            switch execution.execution.status.text {
            case "timeout": throw StoreUnavailable(reason: "no database", retryAfter: .milliseconds(6_500))
            case "failure": .duplicate
            case "error": .refused(reason: "value too long")
            default: .accepted
            }
        }
        var options = TestServer.Options(listener: listener, observer: observer)
        if let verifier { options.verifier = { verifier } }
        let answers = try await TestServer.with(committer, options) { server async throws in
            try await RawConnection.with(port: server.port) { connection async in
                for piece in script {
                    try? await connection.send(piece)
                    try? await Task.sleep(for: .milliseconds(4))
                }
                try? await Task.sleep(for: .milliseconds(60))
                try? await connection.send(last)
                return await connection.restOrReset()
            }
        }
        return Outcome(
            answers: answers.replacing(#/Date: [^\r]*/#, with: "Date"),
            observations: observer.observations.map { observation in
                let raw = observation.raw
                return "\(observation.path) \(observation.result) \(observation.peer?.description ?? "-")"
                    + " \(observation.secretID ?? "-") \(observation.explanation ?? "-")"
                    + " \(raw?.path ?? "-") \(raw?.contentType ?? "-") \(raw?.contentEncoding ?? "-")"
                    + " \((raw?.signatures ?? []).map { $0.lowercased() }) \(raw?.forwardedFor ?? []) \(raw?.peer?.description ?? "-")"
                    + " \(String(decoding: raw?.body ?? [], as: UTF8.self))"
            },
            committed: committer.batches.joined().map { "\($0.execution)" }
        )
    }

    private static func compare(_ scripts: [Script], _ verifier: WebhookVerifier? = nil) async throws {
        let plain = try await outcomes(of: scripts, plain: true, verifier)
        let ordinary = try await outcomes(of: scripts, plain: false, verifier)
        for (script, (first, second)) in zip(scripts, zip(plain, ordinary)) {
            #expect(first == second, "\(script.map { String(decoding: $0, as: UTF8.self) })")
        }
        // Nothing would be compared.
        #expect(plain.contains { $0.answers.hasPrefix("HTTP/1.1 200 ") && !$0.committed.isEmpty })
    }

    private static let head = "POST /webhooks/cron HTTP/1.1\r\n"

    /// Requests of every kind.
    private static func requests() -> [String] {
        let body = WebhookSamples.body()
        let signature = "X-A1Cron-Signature: \(WebhookSamples.secret.signature(of: Array(body.utf8)))\r\n"
        let padded = body + String(repeating: " ", count: RawWebhook.maximumBodyBytes - body.utf8.count)
        let statuses = ["success", "failure", "error", "timeout", "other_status"]
        let paths = [
            "/webhooks/cron", "/webhooks/cron-failure", "/webhooks/cron?a=b", "/webhooks/noop", "/webhooks/cron/",
        ]
        return statuses.map { WebhookSamples.request(WebhookSamples.body(status: $0)) }
            + paths.map { WebhookSamples.request(body, path: $0) }
            + [
                WebhookSamples.request(signature: "00"), WebhookSamples.request(signature: ""),
                WebhookSamples.request(signature: String(repeating: "0", count: 64)),
                WebhookSamples.request(contentType: "text/plain"),
                WebhookSamples.request(contentType: "Application/JSON ; a=b"),
                WebhookSamples.request(body.replacing("\"success\"", with: "7")), WebhookSamples.request("{"),
                WebhookSamples.request(""), WebhookSamples.request(padded), WebhookSamples.request(padded + " "),
                WebhookSamples.request(extra: "Connection: close\r\n"),
                WebhookSamples.request(extra: "Connection: keep-alive\r\n"),
                WebhookSamples.request(extra: "Expect: 100-continue\r\n"),
                WebhookSamples.request(extra: "X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-For: \t::1 \r\n"),
                WebhookSamples.request(extra: "Content-Encoding: gzip\r\n"),
                WebhookSamples.request(extra: "X-A1Cron-Signature: 00\r\n"),
                WebhookSamples.request().replacing(" HTTP/1.1\r\n", with: " HTTP/1.0\r\n"),
                "\(head)Host: a\r\n\(signature)Transfer-Encoding: chunked\r\n\r\n5\r\n\(body.prefix(5))\r\n"
                    + "\(String(body.utf8.count - 5, radix: 16))\r\n\(body.dropFirst(5))\r\n0\r\n\r\n",
                "GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /webhooks/cron HTTP/1.1\r\nHost: a\r\n\r\n", "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n",
                "HEAD /webhooks/cron HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
                "PUT /webhooks/cron HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}", "nonsense\r\n\r\n",
            ]
    }

    /// Fields that two servers could read differently.
    private static let doubtful = [
        "Content-Length: 2", "Content-Length: +2", "Content-Length: 0x2", "Content-Length:",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: identity", "Transfer-Encoding: xchunked", "Transfer-Encoding:\r\n chunked", "X-A: b\r\n c",
        "X-A : b", "X-A: b\nX-B: c", "X-A: b\rc", "X-A: b\0c", ": b", "Host: a", "Host: 127.0.0.1", "Host :",
        "Upgrade: h2c",
        "Connection: close", "Connection: keep-alive, close", "Connection: Upgrade", "Proxy-Connection: close",
        "Keep-Alive: timeout=5", "TE: trailers", "Trailer: x", "Expect: nothing", "X-A:", "X-A: ä", "X\u{1}: a",
        "Content-Length: 1",
    ]

    @Test func requestsOfEveryKindAreAnsweredAlike() async throws {
        let requests = Self.requests()
        let health = "GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n"
        var scripts: [Script] = []
        for request in requests {
            let bytes = Array(request.utf8)
            scripts += [[bytes], [bytes, bytes], [bytes + bytes], [bytes, Array(health.utf8), bytes]]
        }
        try await Self.compare(scripts)
    }

    @Test func doubtfulFieldsAreAnsweredAlike() async throws {
        let scripts = Self.doubtful.flatMap { field -> [Script] in
            let request = WebhookSamples.request()
            let first = request.replacing("Host: belfry\r\n", with: "\(field)\r\nHost: belfry\r\n")
            let last = WebhookSamples.request(extra: "\(field)\r\n")
            return [first, last, request.replacing("Host: belfry", with: field)].map { [Array($0.utf8)] }
        }
        try await Self.compare(scripts + [[Array(WebhookSamples.request().utf8)]])
    }

    @Test func senderAddressesAreJudgedAlike() async throws {
        let fields = [
            "", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-For: 198.51.100.1",
            "X-Forwarded-For: 203.0.113.7, unknown",
            "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-For:203.0.113.9", "x-forwarded-FOR: \t203.0.113.7:80\t",
            "X-Forwarded-For:", "X-Forwarded-For: 127.0.0.1",
        ]
        let verifier = WebhookVerifier(
            secrets: [WebhookSamples.secret],
            allowedSources: [try CIDRBlock("203.0.113.0/24")],
            trustedProxies: [try CIDRBlock("127.0.0.0/8")],
            acceptsCanonicalJSON: true
        )
        let scripts = fields.map { field -> Script in
            [Array(WebhookSamples.request(extra: field.isEmpty ? "" : "\(field)\r\n").utf8)]
        }
        try await Self.compare(scripts, verifier)
    }

    @Test func aRequestCutAnywhereIsAnsweredAlike() async throws {
        let request = Array(WebhookSamples.request(extra: "Connection: keep-alive\r\n").utf8)
        try await Self.compare((1..<request.count).map { [Array(request[..<$0]), Array(request[$0...])] })
    }

    @Test(arguments: 1...3)
    func randomRequestsAreAnsweredAlike(_ seed: Int) async throws {
        var random = SplitMix(state: UInt64(seed))
        let requests = Self.requests().filter { $0.utf8.count < 5_000 }
        var scripts: [Script] = []
        for _ in 0..<300 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let plain = random.once(in: 2)
                var request = Array((plain ? requests[0] : requests.randomElement(using: &random) ?? "").utf8)
                if random.once(in: 2) { Self.mutate(&request, &random) }
                bytes += request
            }
            let cuts = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                Int.random(in: 0...bytes.count, using: &random)
            }
            let bounds = [0] + cuts.sorted() + [bytes.count]
            scripts.append(zip(bounds, bounds.dropFirst()).filter { $0 < $1 }.map { Array(bytes[$0..<$1]) })
        }
        try await Self.compare(scripts)
    }

    /// Changes a byte or a line of a head.
    private static func mutate(_ request: inout [UInt8], _ random: inout SplitMix) {
        let end = request.firstRange(of: Array("\r\n\r\n".utf8))?.lowerBound ?? request.count
        guard end > 0 else { return }
        let index = Int.random(in: 0..<end, using: &random)
        let nasty: [UInt8] = [0, 9, 10, 13, 32, 0x3A, 0x7F, 0x80, 0xFF, 0x41, 0x61, 0x30, 0x2C, 0x3B]
        let byte = nasty.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<6, using: &random) {
        case 0: request[index] = byte
        case 1: request.insert(byte, at: index)
        case 2: request.remove(at: index)
        case 3: request[index] ^= 0x20
        case 4:
            let field = doubtful.randomElement(using: &random) ?? ""
            request.insert(contentsOf: Array("\r\n\(field)".utf8), at: end)
        default:
            // One of its lines a second time.
            let lines = String(decoding: request[..<end], as: UTF8.self).split(separator: "\r\n")
            let line = lines.randomElement(using: &random) ?? ""
            request.insert(contentsOf: Array("\r\n\(line)".utf8), at: end)
        }
    }
}
