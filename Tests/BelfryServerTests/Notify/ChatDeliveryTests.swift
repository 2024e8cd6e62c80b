import BelfryCore
import BelfryTestSupport
import Testing

@testable import BelfryServer

@Suite struct ChatDeliveryTests {
    private func report(
        _ chat: ChatUnderTest,
        _ answer: SinkAnswer,
        timeout: TimeSpan = .seconds(5)
    ) async throws -> (DeliveryReport, SinkRequest?) {
        let sink = try await ChatSink.start()
        let client = try loopbackClient(timeout: timeout)
        sink.script([answer])
        let report = await (try chat.notifier(sink, http: client)).deliver(.of([.failed()]), .atNight())
        #expect(sink.requests.count == 1)
        let request = sink.requests.first
        await client.shutdown()
        await sink.stop()
        return (report, request)
    }

    @Test(arguments: ChatUnderTest.allCases)
    func reportsADelivery(chat: ChatUnderTest) async throws {
        let (report, request) = try await report(chat, .status(200, body: chat.acceptance))
        #expect(report.outcome == .delivered)
        #expect(report.responseCode == 200)
        #expect(report.error == nil)
        #expect(report.latency > .zero)
        #expect(request?.path == chat.path)
        #expect(request?.header("content-type") == "application/json")
        #expect(request?.header("authorization") == (chat == .ntfy ? "Bearer tk_abcdefghijklmnop" : nil))
    }

    @Test(
        arguments: ChatUnderTest.allCases,
        [
            (
                SinkAnswer.tooManyRequests(retryAfter: "30"),
                DeliveryOutcome.retry(reason: .rateLimited, after: .seconds(30))
            ),
            (.tooManyRequests(), .retry(reason: .rateLimited, after: nil)),
            (.status(500, body: "x"), .retry(reason: .serverError, after: nil)),
            (.status(404, body: "x"), .channelBroken(reason: .channelGone)),
            (.status(410, body: "x"), .channelBroken(reason: .channelGone)),
            (.status(401, body: "x"), .channelBroken(reason: .channelGone)),
            (.status(400, body: "x"), .rejected(reason: .refused)),
            (.redirect(to: "http://127.0.0.1:1/"), .rejected(reason: .redirect)),
            (.huge(bytes: 200_000), .retry(reason: .unexpectedAnswer, after: nil)),
            (.reset, .unknown(reason: .connection)),
            (.truncated, .unknown(reason: .connection)),
        ]
    )
    func classifiesWhatHappened(chat: ChatUnderTest, expected: (SinkAnswer, DeliveryOutcome)) async throws {
        let (report, _) = try await report(chat, expected.0)
        #expect(report.outcome == expected.1)
        #expect(report.error != nil)
        #expect(report.excerpt.map { $0.utf8.count <= 1_024 } ?? true)
    }

    @Test(arguments: ChatUnderTest.allCases)
    func doesNotWaitForever(chat: ChatUnderTest) async throws {
        for answer in [SinkAnswer.hang, .drip(everyMilliseconds: 20)] {
            let (report, _) = try await report(chat, answer, timeout: .milliseconds(300))
            #expect(report.outcome == .unknown(reason: .timeout))
        }
    }

    @Test(arguments: ChatUnderTest.allCases)
    func keepsItsSecretsWhenTheServerRepeatsThem(chat: ChatUnderTest) async throws {
        let body = "The requested URL \(chat.path) of belfry-ops-a-long-topic was not found on this server."
        let (report, _) = try await report(chat, .status(404, body: body))
        let shown = "\(report)"
        #expect(!shown.contains("XXXXXXXXXX") && !shown.contains("abcdefghijklmnop"))
        #expect(chat != .ntfy || !shown.contains("belfry-ops-a-long-topic"))
        #expect(shown.contains("was not found on this server"))
    }

    @Test(arguments: ChatUnderTest.allCases)
    func showsNoSecretInItsTarget(chat: ChatUnderTest) async throws {
        let sink = try await ChatSink.start()
        let shown = try chat.notifier(sink, http: NoHTTP()).redactedTarget
        #expect(shown.hasPrefix("127.0.0.1/"))
        #expect(!shown.contains("XXXXX") && !shown.contains("abcdef") && !shown.contains("belfry-ops"))
        await sink.stop()
    }

    @Test func followsATelegramGroupThatHasBecomeASupergroup() async throws {
        let sink = try await ChatSink.start()
        let client = try loopbackClient()
        let migrated =
            #"{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","#
            + #""parameters":{"migrate_to_chat_id":-1001234567890}}"#
        sink.script(
            [.status(400, body: migrated)],
            then: .status(200, body: ChatUnderTest.telegram.acceptance)
        )
        let notifier = try ChatUnderTest.telegram.notifier(sink, http: client)
        #expect(
            await notifier.deliver(.of([.failed()]), .atNight()).outcome == .retry(reason: .channelGone, after: .zero)
        )
        #expect(await notifier.deliver(.of([.failed()]), .atNight()).outcome == .delivered)
        #expect(sink.requests.map { $0.text.contains(#""chat_id":-1001234567890,"#) } == [false, true])
        await client.shutdown()
        await sink.stop()
    }
}
