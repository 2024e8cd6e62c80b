import BelfryCore
import NIOHTTP1
import Testing

@testable import BelfryServer

struct WebhookSenderTests {
    private let secret: WebhookSecret

    init() throws {
        secret = try #require(WebhookSecret("0123456789abcdef"))
    }

    @Test func postsTheBytesAsTheyAreWithTheirSignature() async throws {
        let body = Array("{ \"a\" :  1 }\n\u{FF}".utf8)
        let server = try await OneAnswerServer.start(status: .ok, body: #"{"received":true}"#)
        let answer = try await WebhookSender(baseURL: server.url + "/", secret: secret).post(body, to: "/webhooks/cron")
        #expect(answer == WebhookSender.Answer(status: 200, body: #"{"received":true}"#))
        #expect(answer.isAccepted)
        #expect(answer.advice(secretID: secret.id) == nil)
        let request = try #require(server.requests.first)
        #expect(request.method == .POST)
        #expect(request.uri == "/webhooks/cron")
        #expect(request.body == body)
        #expect(request.headers["content-type"] == ["application/json"])
        #expect(request.headers["x-a1cron-signature"] == [secret.signature(of: body)])
        try await server.stop()
    }

    @Test(arguments: [
        (400, "says what is wrong"), (401, "the server does not know the secret"), (403, "webhook.allowed_sources"),
        (404, "no Belfry answers"), (413, "64 KiB"), (503, "cannot store it now"), (302, "something else"),
    ])
    func everyRefusalSaysWhatToDo(status: Int, advice: String) {
        let answer = WebhookSender.Answer(status: status, body: "")
        #expect(!answer.isAccepted)
        #expect(answer.advice(secretID: "0a1b2c3d")?.contains(advice) == true)
    }

    @Test func aServerThatIsNotThereIsExplained() async throws {
        let server = try await OneAnswerServer.start(status: .ok, body: "")
        try await server.stop()
        let sender = WebhookSender(baseURL: server.url, secret: secret)
        let error = await #expect(throws: WebhookSenderError.self) { try await sender.post([], to: "/") }
        #expect(error?.description.contains("is belfry serve running there?") == true)
        let noAddress = WebhookSender(baseURL: "127.0.0.1", secret: secret)
        let other = await #expect(throws: WebhookSenderError.self) { try await noAddress.post([], to: "/") }
        #expect(other?.description.contains("write it as http://HOST:PORT") == true, "\(String(describing: other))")
    }
}
