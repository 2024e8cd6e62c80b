import BelfryCore
import BelfryTestSupport
import Testing

@testable import BelfryServer

@Suite struct SlackDeliveryTests {
    private func report(_ answer: SinkAnswer, timeout: TimeSpan = .seconds(5)) async throws -> DeliveryReport {
        let sink = try await ChatSink.start()
        let client = try loopbackClient(timeout: timeout)
        sink.script([answer])
        let notifier = SlackConfiguration(apiURL: try TargetURL(sink.url)).makeNotifier(http: client)
        let report = await notifier.deliver(.of([.failed()]), .atNight())
        #expect(sink.requests.count == 1)
        await client.shutdown()
        await sink.stop()
        return report
    }

    @Test func reportsADelivery() async throws {
        let report = try await report(.ok)
        #expect(report.outcome == .delivered)
        #expect(report.responseCode == 200)
        #expect(report.excerpt == "ok")
        #expect(report.error == nil)
        #expect(report.latency > .zero)
    }

    @Test(arguments: [
        (
            SinkAnswer.status(200, body: #"{"ok":false,"error":"channel_not_found"}"#),
            DeliveryOutcome.channelBroken(reason: .channelGone)
        ),
        (.tooManyRequests(), .retry(reason: .rateLimited, after: nil)),
        (.tooManyRequests(retryAfter: "30"), .retry(reason: .rateLimited, after: .seconds(30))),
        (.status(500, body: "rollup_error"), .retry(reason: .serverError, after: nil)),
        (.status(404, body: "no_service"), .channelBroken(reason: .channelGone)),
        (.status(410, body: "channel_is_archived"), .channelBroken(reason: .channelGone)),
        (.status(400, body: "invalid_payload"), .rejected(reason: .refused)),
        (.redirect(to: "http://127.0.0.1:1/"), .rejected(reason: .redirect)),
        (.huge(bytes: 200_000), .retry(reason: .unexpectedAnswer, after: nil)),
        (.reset, .unknown(reason: .connection)),
        (.truncated, .unknown(reason: .connection)),
    ])
    func classifiesWhatHappened(answer: SinkAnswer, outcome: DeliveryOutcome) async throws {
        let report = try await report(answer)
        #expect(report.outcome == outcome)
        #expect(report.error != nil)
        #expect(report.excerpt.map { $0.utf8.count <= 1_024 } ?? true)
    }

    @Test(arguments: [SinkAnswer.hang, .drip(everyMilliseconds: 20)])
    func doesNotWaitForever(answer: SinkAnswer) async throws {
        #expect(try await report(answer, timeout: .milliseconds(500)).outcome == .unknown(reason: .timeout))
    }
}
