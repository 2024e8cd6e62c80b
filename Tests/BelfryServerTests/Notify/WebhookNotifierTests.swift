import BelfryCore
import BelfryTestSupport
import Foundation
import Testing

@testable import BelfryServer

@Suite struct WebhookNotifierTests {
    private static let secret = "whsec_YmVsZnJ5LXRlc3Qtc2VjcmV0LTMyLWJ5dGVzLWxvbmc="

    @Test func signsTheKnownVector() throws {
        let key = try #require(StandardWebhooksKey(Self.secret))
        let body = #"{"type":"belfry.alert.firing","data":{"n":1}}"#
        let signature = key.signature(id: "msg_belfry_0001", timestamp: 1_700_000_000, body: Array(body.utf8))
        #expect(signature == "v1,xfGt7nFRtOVgVSKOvWskVztSKAX6efd2izrg4Wo5cl8=")
    }

    @Test(arguments: ["", "whsec_", "whsec_????", "whsec_c2hvcnQ=", "YmVsZnJ5LXRlc3Qtc2VjcmV0LTMyLWJ5dGVzLWxvbmc="])
    func refusesKeysThatAreNone(text: String) {
        #expect(StandardWebhooksKey(text) == nil)
    }

    @Test(arguments: ["firing", "resolved", "group-of-3", "hostile-controls"])
    func speaksAlertmanagersFormat(name: String) throws {
        let content = try #require(NotifyCases.all.first { $0.name == name }).content
        let payload = WebhookPayload(content, links: MessageLinks(externalURL: "https://belfry.example"), maxAlerts: 0)
        try Golden.expect(Golden.pretty(payload.json()), isGolden: "webhook-\(name).json")
    }

    @Test func emitsTheClassicKeysAndNoOthers() throws {
        let payload = WebhookPayload(.of([.failed()]), links: MessageLinks(), maxAlerts: 0)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(payload.json())) as? [String: Any])
        #expect(
            object.keys.sorted() == [
                "alerts", "commonAnnotations", "commonLabels", "externalURL", "groupKey", "groupLabels", "receiver",
                "status",
                "truncatedAlerts", "version",
            ]
        )
        let alert = try #require((object["alerts"] as? [[String: Any]])?.first)
        #expect(
            alert.keys.sorted() == [
                "annotations", "endsAt", "fingerprint", "generatorURL", "labels", "startsAt", "status",
            ]
        )
        #expect(alert["endsAt"] as? String == "0001-01-01T00:00:00Z")
    }

    @Test func countsWhatItLeavesOut() {
        let content = NotificationContent.of((1...5).map { .failed($0) }, truncated: 7)
        let payload = WebhookPayload(content, links: MessageLinks(), maxAlerts: 2)
        #expect(payload.alerts.count == 2)
        #expect(payload.truncatedAlerts == 10)
    }

    @Test func signsEachAttemptUnderOneIdentity() async throws {
        let sink = try await ChatSink.start()
        let client = try loopbackClient()
        sink.script([.status(503)], then: .status(204))
        let configuration = WebhookConfiguration(
            url: try TargetURL(sink.url),
            secret: StandardWebhooksKey(Self.secret)
        )
        let notifier = configuration.makeNotifier(http: client)
        let first = await notifier.deliver(.of([.failed()]), .init(deliveryID: "a.b", attempt: 1, now: nightly))
        let second = await notifier.deliver(
            .of([.failed()]),
            .init(deliveryID: "a.b", attempt: 2, now: nightly + .seconds(30))
        )
        #expect(first.outcome == .retry(reason: .serverError, after: nil))
        #expect(second.outcome == .delivered)
        #expect(sink.requests.map { $0.header("webhook-id") } == ["a_b", "a_b"])
        let request = try #require(sink.requests.last)
        #expect(request.header("content-type") == "application/json")
        let timestamp = try #require(request.header("webhook-timestamp").flatMap { Int64($0) })
        #expect(timestamp == nightly.microseconds / 1_000_000 + 30)
        let key = try #require(StandardWebhooksKey(Self.secret))
        #expect(
            request.header("webhook-signature") == key.signature(id: "a_b", timestamp: timestamp, body: request.body)
        )
        await client.shutdown()
        await sink.stop()
    }
}
