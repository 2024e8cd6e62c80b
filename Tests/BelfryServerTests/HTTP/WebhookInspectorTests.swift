import BelfryCore
import Testing

@testable import BelfryServer

/// What the inspector keeps, and what it leaves out.
struct WebhookInspectorTests {
    private static let start = Instant(seconds: 1_790_000_000)

    private let recorder = RecordingObserver()
    private let inspector: WebhookInspector

    init() throws {
        inspector = WebhookInspector(
            next: recorder,
            trustedProxies: [try CIDRBlock("10.0.0.0/8")],
            since: Self.start
        )
    }

    private func observe(
        _ result: WebhookResult,
        at time: TimeSpan = .zero,
        body: String = "{}",
        peer: String = "203.0.113.7",
        forwardedFor: [String] = []
    ) {
        let raw = RawWebhook(
            path: "/webhooks/cron",
            contentType: nil,
            contentEncoding: nil,
            signatures: [],
            peer: IPAddress(peer),
            forwardedFor: forwardedFor,
            body: Array(body.utf8)
        )
        inspector.observe(
            WebhookObservation(
                path: raw.path,
                peer: raw.peer,
                raw: raw,
                receivedAt: Self.start + time,
                durationNanoseconds: 1_500_000,
                result: result,
                explanation: result.httpStatus == 200 ? nil : "because",
                secretID: nil
            )
        )
    }

    @Test func underLoadEveryRefusalIsKeptAndAcknowledgedOnesAreSampled() {
        for index in 0..<1_000 {
            observe(.accepted, at: .milliseconds(Int64(index) / 2))
            if index % 100 == 99 { observe(.invalidSignature, at: .milliseconds(Int64(index) / 2)) }
        }
        let latest = inspector.latest(after: 0, limit: 100, refusedOnly: false)
        #expect(latest.webhooks.count(where: { $0.result == .invalidSignature }) == 10)
        #expect(
            latest.webhooks.count(where: { $0.result == .accepted }) == WebhookInspector.acknowledgedPerSecond
        )
        let leftOut = latest.webhooks.map(\.leftOut).reduce(0, +) + latest.leftOut
        #expect(leftOut == 1_000 - Int64(WebhookInspector.acknowledgedPerSecond))
        #expect(latest.webhooks.map(\.number) == Array(1...35))
        #expect(recorder.observations.count == 1_010)
    }

    @Test func acknowledgedOnesNeverPushARefusalOut() {
        observe(.invalidSignature)
        for second in 1...500 { observe(.accepted, at: .seconds(Int64(second))) }
        #expect(inspector.latest(after: 0, limit: 100, refusedOnly: true).webhooks.map(\.number) == [1])
        let latest = inspector.latest(after: 0, limit: 100, refusedOnly: false)
        #expect(latest.webhooks.map(\.number) == Array(402...501))
    }

    @Test func aFollowerSeesWhatCameAfter() {
        for index in 0..<5 { observe(.malformed, at: .seconds(Int64(index))) }
        #expect(inspector.latest(after: 3, limit: 100, refusedOnly: false).webhooks.map(\.number) == [4, 5])
        #expect(inspector.latest(after: 0, limit: 2, refusedOnly: false).webhooks.map(\.number) == [4, 5])
        #expect(inspector.latest(after: 5, limit: 2, refusedOnly: false).webhooks.isEmpty)
    }

    @Test func theBodyIsCutAndItsSizeKept() throws {
        observe(.malformed, body: String(repeating: "x", count: 60_000))
        let webhook = try #require(inspector.latest(after: 0, limit: 1, refusedOnly: true).webhooks.first)
        #expect(webhook.body.count == 4_096)
        #expect(webhook.size == 60_000)
        #expect(webhook.explanation == "because")
    }

    @Test func behindATrustedProxyTheClientsAddressIsShown() throws {
        observe(.accepted, peer: "10.1.2.3", forwardedFor: ["198.51.100.4"])
        let webhook = try #require(inspector.latest(after: 0, limit: 1, refusedOnly: false).webhooks.first)
        #expect(webhook.judged == IPAddress("198.51.100.4"))
        #expect(webhook.peer == IPAddress("10.1.2.3"))
    }

    @Test func signaturesRefusedForAQuarterOfAnHourAreReportedOnceAndTheFirstAcceptedOneEndsIt() {
        let watch = SignatureWatch(next: recorder)
        func seen(_ result: WebhookResult, at time: TimeSpan, secretID: String? = nil) {
            watch.observe(
                WebhookObservation(
                    path: "/webhooks/cron",
                    peer: nil,
                    raw: nil,
                    receivedAt: Self.start + time,
                    durationNanoseconds: 0,
                    result: result,
                    explanation: "why \(result.rawValue)",
                    secretID: secretID
                )
            )
        }
        #expect(watch.due(at: Self.start) == .nothing)
        seen(.invalidSignature, at: .minutes(1))
        seen(.tooLarge, at: .minutes(2))
        seen(.missingSignature, at: .minutes(10))
        #expect(watch.due(at: Self.start + .minutes(15)) == .nothing)
        let report = WebhookRejectionDecider.Report(
            refused: 2,
            since: Self.start + .minutes(1),
            reason: "why missing_signature"
        )
        #expect(watch.due(at: Self.start + .minutes(16)) == .report(report))
        watch.done(.report(report), at: Self.start + .minutes(16))
        #expect(watch.due(at: Self.start + .minutes(17)) == .nothing)
        seen(.duplicate, at: .minutes(18), secretID: "6f0c1d2e")
        #expect(watch.due(at: Self.start + .minutes(40)) == .accepted)
        watch.done(.accepted, at: Self.start + .minutes(40))
        #expect(watch.due(at: Self.start + .minutes(60)) == .nothing)
    }
}
