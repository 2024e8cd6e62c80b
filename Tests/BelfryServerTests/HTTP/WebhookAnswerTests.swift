import BelfryCore
import BelfryStore
import Synchronization
import Testing

@testable import BelfryServer

struct WebhookAnswerTests {
    @Test(arguments: [
        (IngestVerdict.accepted, 200, WebhookResult.accepted),
        (.duplicate, 200, .duplicate),
        (.conflict, 200, .conflict),
        (.stale, 200, .stale),
        (.refused(reason: "value too long"), 400, .malformed),
    ])
    func answersAVerdict(_ verdict: IngestVerdict, status: Int, result: WebhookResult) async throws {
        let observer = RecordingObserver()
        let response = try await TestServer.with(FakeCommitter { _ in verdict }, .init(observer: observer)) {
            server async throws in
            try await server.exchange(WebhookSamples.request())
        }
        #expect(response.status == status)
        #expect(observer.results == [result])
        if status == 200 {
            #expect(response.body == #"{"received":true}"#)
            #expect(response.headers["content-type"] == "application/json")
            #expect(response.headers["date"]?.hasSuffix(" GMT") == true)
        } else {
            #expect(response.body.contains("value too long"))
        }
    }

    @Test(arguments: ["/webhooks/cron-success", "/webhooks/cron-failure", "/webhooks/cron", "/webhooks/cron?a=b"])
    func everyPathTakesEveryStatus(_ path: String) async throws {
        let committer = FakeCommitter()
        try await TestServer.with(committer) { server async throws in
            for status in ["success", "failure", "error", "timeout"] {
                let request = WebhookSamples.request(WebhookSamples.body(status: status), path: path)
                #expect(try await server.exchange(request).status == 200)
            }
        }
        #expect(committer.batches.joined().map(\.execution.status.text) == ["success", "failure", "error", "timeout"])
    }

    @Test func anInvalidSignatureIsToldNothingMore() async throws {
        let observer = RecordingObserver()
        let response = try await TestServer.with(FakeCommitter(), .init(observer: observer)) { server async throws in
            try await server.exchange(WebhookSamples.request(signature: String(repeating: "0", count: 64)))
        }
        #expect(response.status == 401)
        #expect(response.headers["content-type"] == "application/problem+json")
        #expect(response.body == #"{"type":"about:blank","title":"invalid signature","status":401}"#)
        #expect(observer.results == [.invalidSignature])
    }

    @Test func aMalformedWebhookIsToldItsField() async throws {
        let body = WebhookSamples.body().replacing("\"success\"", with: "7")
        let committer = FakeCommitter()
        let observer = RecordingObserver()
        let response = try await TestServer.with(committer, .init(observer: observer)) { server async throws in
            try await server.exchange(WebhookSamples.request(body))
        }
        #expect(observer.results == [.malformed])
        #expect(observer.observations.first?.secretID == WebhookSamples.secret.id)
        #expect(response.status == 400)
        #expect(response.body.contains(#""field":"status""#))
        #expect(committer.batches.isEmpty)
    }

    @Test func anotherMediaTypeIsRefused() async throws {
        let response = try await TestServer.with { server async throws in
            try await server.exchange(WebhookSamples.request(contentType: "text/plain"))
        }
        #expect(response.status == 415)
    }

    @Test func anUnavailableStoreAnswers503WithItsRetryAfter() async throws {
        let observer = RecordingObserver()
        let committer = FakeCommitter { _ throws(StoreUnavailable) in
            throw StoreUnavailable(reason: "no database", retryAfter: .milliseconds(6_500))
        }
        let response = try await TestServer.with(committer, .init(observer: observer)) { server async throws in
            try await server.exchange(WebhookSamples.request())
        }
        #expect(response.status == 503)
        #expect(response.headers["retry-after"] == "7")
        #expect(observer.results == [.unavailable])
        #expect(observer.observations.first?.explanation == "no database")
        #expect(!response.body.contains("no database"))
    }

    @Test func aFullQueueAnswers503AtOnce() async throws {
        let committer = FakeCommitter(isHeld: true)
        let observer = RecordingObserver()
        try await TestServer.with(committer, .init(capacity: 1, observer: observer)) { server async throws in
            async let first = server.exchange(WebhookSamples.request())
            #expect(try await eventually { committer.batches.count == 1 })
            async let second = server.exchange(WebhookSamples.request(WebhookSamples.body(executionID: "exe_2")))
            #expect(try await eventually { server.queue.length == 1 })
            let third = try await server.exchange(WebhookSamples.request())
            #expect(third.status == 503)
            #expect(third.headers["retry-after"] == "1")
            committer.release()
            #expect(try await [first.status, second.status] == [200, 200])
        }
        #expect(observer.results == [.overloaded, .accepted, .accepted])
    }

    @Test func secretsChangeWhileItRuns() async throws {
        let secrets = Mutex<[WebhookSecret]>([])
        var options = TestServer.Options()
        options.verifier = {
            WebhookVerifier(
                secrets: secrets.withLock { $0 },
                allowedSources: [],
                trustedProxies: [],
                acceptsCanonicalJSON: false
            )
        }
        try await TestServer.with(FakeCommitter(), options) { server async throws in
            #expect(try await server.exchange(WebhookSamples.request()).status == 401)
            secrets.withLock { $0 = [WebhookSamples.secret] }
            #expect(try await server.exchange(WebhookSamples.request()).status == 200)
        }
    }

    @Test func countsResultsAndTheUseOfSecrets() async throws {
        try await TestServer.with { server async throws in
            #expect(try await server.exchange(WebhookSamples.request()).status == 200)
            #expect(try await server.exchange(WebhookSamples.request(signature: "00")).status == 401)
            #expect(server.metrics.webhookRequests(.accepted) == 1)
            #expect(server.metrics.webhookRequests(.invalidSignature) == 1)
            #expect(server.metrics.webhookDuration.count == 2)
            #expect(server.metrics.secretLastUsed.with(WebhookSamples.secret.id).value > 1_600_000_000)
        }
    }

    @Test func theObserverLearnsWhoSentWhat() async throws {
        let observer = RecordingObserver()
        _ = try await TestServer.with(FakeCommitter(), .init(observer: observer)) { server async throws in
            try await server.exchange(WebhookSamples.request(extra: "X-Forwarded-For: 203.0.113.7\r\n"))
        }
        let observation = try #require(observer.observations.first)
        #expect(observation.path == "/webhooks/cron-success")
        #expect(observation.peer == IPAddress("127.0.0.1"))
        #expect(observation.raw?.forwardedFor == ["203.0.113.7"])
        #expect(observation.raw?.body == Array(WebhookSamples.body().utf8))
        #expect(observation.secretID == WebhookSamples.secret.id)
        #expect(observation.explanation == nil)
        #expect(observation.durationNanoseconds > 0)
    }

    @Test func noopAnswersOnlyWhereItIsSwitchedOn() async throws {
        let request = "POST /webhooks/noop HTTP/1.1\r\nHost: belfry\r\nContent-Length: 2\r\n\r\n{}"
        let off = try await TestServer.with { try await $0.exchange(request).status }
        let on = try await TestServer.with(FakeCommitter(), .init(listener: HTTPListener(port: 0, answersNoop: true))) {
            try await $0.exchange(request).status
        }
        #expect(off == 404)
        #expect(on == 200)
    }
}
