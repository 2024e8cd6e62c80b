import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

@Suite struct AlertmanagerAlertTests {
    private func alerts(
        _ content: NotificationContent,
        _ context: DeliveryContext = .atNight()
    ) throws -> [AlertmanagerAlert] {
        let configuration = AlertmanagerConfiguration(urls: [try TargetURL("https://am.example/api/v2/alerts")])
        return AlertmanagerNotifier(configuration, http: NoHTTP()).payload(content, context)
    }

    private func content(_ name: String) throws -> NotificationContent {
        try #require(NotifyCases.all.first { $0.name == name }).content
    }

    /// All but the one that is only long, fifty times over.
    @Test(arguments: NotifyCases.all.map(\.name).filter { $0 != "longest-group" })
    func saysWhatItsGoldenSays(name: String) throws {
        try Golden.expect(Golden.pretty(JSONBody.bytes(alerts(content(name)))), isGolden: "\(name).json")
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func staysWithinWhatAlertmanagerTakes(name: String) throws {
        let alerts = try alerts(content(name))
        #expect(!alerts.isEmpty)
        for alert in alerts {
            #expect(alert.labels["alertname"]?.isEmpty == false)
            #expect(alert.labels.values.allSatisfy { (1...AlertmanagerRenderer.label).contains($0.utf16.count) })
            #expect(
                alert.annotations.values.allSatisfy { (1...AlertmanagerRenderer.annotation).contains($0.utf16.count) }
            )
            let startsAt = try #require(Instant(iso8601: alert.startsAt.utf8))
            let endsAt = try #require(Instant(iso8601: alert.endsAt.utf8))
            #expect(startsAt <= endsAt)
        }
        JSONStrings.expectNoControls(in: alerts.flatMap { Array($0.annotations.values) + Array($0.labels.values) })
    }

    @Test func firesUntilADayAfterTheLastWord() throws {
        #expect(try alerts(.of([.failed()])).map(\.endsAt) == ["2026-01-26T02:12:00Z"])
        let later = DeliveryContext(deliveryID: "d-2", now: nightly + .hours(4))
        #expect(try alerts(.of([.failed()], reason: .repeat), later).map(\.endsAt) == ["2026-01-26T06:12:00Z"])
    }

    @Test func endsWhenTheAlertDid() throws {
        #expect(try alerts(.of([.recovered()], reason: .resolved)).map(\.endsAt) == ["2026-01-25T02:10:00Z"])
        var skewed = AlertFacts.recovered()
        skewed.endsAt = skewed.startsAt - .minutes(1)
        let alert = try #require(try alerts(.of([skewed], reason: .resolved)).first)
        #expect(alert.endsAt == alert.startsAt)
    }

    @Test func keepsItsIdentityWhenTheJobIsRenamed() throws {
        let before = try alerts(.of([.failed(1, name: "Old")])).first
        let after = try alerts(.of([.failed(1, name: "New")])).first
        #expect(before?.labels == after?.labels && before?.startsAt == after?.startsAt)
        #expect(after?.annotations["cron_job_name"] == "New")
    }

    @Test func keepsAlertsApartWhoseLabelsAreCut() throws {
        let long = String(repeating: "x", count: 2_000)
        var alerts = [AlertFacts.failed(1), .failed(2)]
        for index in alerts.indices { alerts[index].labels = ["alertname": "A", "error": long + "\(index)"] }
        let labels = try self.alerts(.of(alerts)).map(\.labels)
        #expect(labels.allSatisfy { $0["error"]?.utf16.count == AlertmanagerRenderer.label })
        #expect(labels[0] != labels[1])
    }

    @Test func linksOnlyWithAnExternalAddress() throws {
        #expect(try alerts(.of([.failed()]), .atNight(externalURL: nil)).map(\.generatorURL) == [nil])
        #expect(try alerts(.of([.failed()])).map(\.generatorURL) == ["https://belfry.example/jobs/cron_1"])
    }

    @Test func marksATest() throws {
        let summary = try alerts(content("test-execution")).first?.annotations["summary"]
        #expect(summary == "TEST *Daily Sales Report* failed, <!here>")
        let test = try #require(try alerts(.of([], reason: .test)).first)
        #expect(test.annotations["summary"] == "TEST Belfry can post here")
        #expect(test.endsAt == "2026-01-25T02:17:00Z")
    }

    @Test func sendsNoEndsInAMixedGroupWhereTheyAreNotWanted() throws {
        let configuration = AlertmanagerConfiguration(
            urls: [try TargetURL("https://am.example/api/v2/alerts")],
            sendResolved: false
        )
        let notifier = AlertmanagerNotifier(configuration, http: NoHTTP())
        #expect(notifier.payload(.of([.failed(1), .recovered(2)]), .atNight()).count == 1)
    }

    @Test func holdsEachOf120Alerts() throws {
        let alerts = try alerts(.of((1...120).map { .numbered($0) }))
        #expect(Set(alerts.compactMap { $0.labels["cron_job_id"] }).count == 120)
        #expect(alerts.first?.annotations["facts"]?.contains("Last runs: ▄▄✕▄▅▄▄█▄▄▄✕") == true)
    }
}
