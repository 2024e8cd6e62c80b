import BelfryCore
import BelfryTestSupport
import Testing

@testable import BelfryServer

@Suite struct PagerDutyDeliveryTests {
    private static let accepted = SinkAnswer.status(202, body: #"{"status":"success","message":"Event processed"}"#)
    private static let invalid = SinkAnswer.status(400, body: #"{"status":"invalid event","errors":["bad"]}"#)

    /// Delivers a group of three, once for each attempt.
    private func deliver(
        _ content: NotificationContent = .of([.failed(1), .failed(2), .recovered(3)]),
        attempts: Int = 1,
        answers: [SinkAnswer],
        sendResolved: Bool = true,
        timeLimit: TimeSpan = .seconds(5)
    ) async throws -> (reports: [DeliveryReport], requests: [SinkRequest]) {
        let contexts = (1...attempts).map { DeliveryContext(deliveryID: "d-1", attempt: $0, now: nightly) }
        return try await SinkFixture.deliver(content, contexts: contexts, answers: answers, then: Self.accepted) {
            sink,
            client in
            var configuration = PagerDutyConfiguration(
                url: try TargetURL(sink.baseURL + "/v2/enqueue"),
                routingKey: Secret("0123456789abcdef0123456789abcdef")
            )
            configuration.sendResolved = sendResolved
            return PagerDutyNotifier(configuration, http: client, timeLimit: timeLimit)
        }
    }

    private func keys(_ requests: [SinkRequest]) throws -> [String] {
        try requests.flatMap { try JSONStrings.values(of: "dedup_key", in: $0.body) }
    }

    private let key = (1...3).map { "belfry/0f1e2d3c4b5a697\($0)/1769306400000000" }

    @Test func sendsAnEventForEachAlertInOrder() async throws {
        let (reports, requests) = try await deliver(answers: [])
        #expect(reports.map(\.outcome) == [.delivered])
        #expect(reports.first?.responseCode == 202 && reports.first?.error == nil)
        #expect(requests.allSatisfy { $0.path == "/v2/enqueue" && $0.method == "POST" })
        #expect(try keys(requests) == key)
        let actions = try requests.flatMap { try JSONStrings.values(of: "event_action", in: $0.body) }
        #expect(actions == ["trigger", "trigger", "resolve"])
    }

    @Test(arguments: [
        (SinkAnswer.tooManyRequests(), DeliveryOutcome.retry(reason: .rateLimited, after: .seconds(30))),
        (.tooManyRequests(retryAfter: "5"), .retry(reason: .rateLimited, after: .seconds(5))),
        (.status(503), .retry(reason: .serverError, after: nil)),
        (.reset, .unknown(reason: .connection)),
    ])
    func goesOnWhereItStopped(answer: SinkAnswer, outcome: DeliveryOutcome) async throws {
        let (reports, requests) = try await deliver(attempts: 2, answers: [Self.accepted, answer])
        #expect(reports.map(\.outcome) == [outcome, .delivered])
        #expect(reports.first?.error?.hasPrefix("1 of 3 events accepted, 0 refused: ") == true)
        #expect(try keys(requests) == [key[0], key[1], key[1], key[2]])
    }

    @Test func doesNotHoldTheOthersBackForARefusedEvent() async throws {
        let (reports, requests) = try await deliver(answers: [Self.accepted, Self.invalid])
        #expect(reports.map(\.outcome) == [.rejected(reason: .refused)])
        #expect(reports.first?.error?.hasPrefix("2 of 3 events accepted, 1 refused: HTTP 400") == true)
        #expect(reports.first?.responseCode == 400)
        #expect(try keys(requests) == key)
    }

    @Test func stopsWhereTheKeyIsUnknown() async throws {
        let answer = SinkAnswer.status(400, body: #"{"status":"invalid event","message":"Invalid routing key"}"#)
        let (reports, requests) = try await deliver(answers: [answer])
        #expect(reports.map(\.outcome) == [.channelBroken(reason: .channelGone)])
        #expect(requests.count == 1)
    }

    @Test func keepsAllEventsWithinTheTimeOfOneRequest() async throws {
        let start = ContinuousClock.now
        let (reports, requests) = try await deliver(answers: [Self.accepted, .hang], timeLimit: .milliseconds(1_300))
        #expect(start.duration(to: .now) < .seconds(4))
        #expect(reports.map(\.outcome) == [.unknown(reason: .timeout)])
        #expect(requests.count == 2)
    }

    @Test func leavesTheRestToTheNextAttemptWhenTimeIsUp() async throws {
        let (reports, requests) = try await deliver(answers: [], timeLimit: .milliseconds(900))
        #expect(reports.map(\.outcome) == [.retry(reason: .timeout, after: .zero)])
        #expect(requests.isEmpty)
    }

    @Test func keepsEndsAwayWhereTheyAreNotWanted() async throws {
        let (_, requests) = try await deliver(answers: [], sendResolved: false)
        #expect(try keys(requests) == [key[0], key[1]])
        let (_, test) = try await deliver(.of([], reason: .test), answers: [], sendResolved: false)
        #expect(test.count == 2)
    }

    @Test func sendsAnEventForEachOf120AlertsAndCountsThem() async throws {
        let (reports, requests) = try await deliver(
            .of((1...120).map { .numbered($0) }),
            answers: [],
            timeLimit: .seconds(30)
        )
        #expect(reports.map(\.outcome) == [.delivered])
        #expect(reports.map(\.requests) == [120])
        #expect(Set(try keys(requests)).count == 120)
    }
}
