import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

@Suite struct PagerDutyEventTests {
    private static let key = "0123456789abcdef0123456789abcdef"

    private func events(
        _ content: NotificationContent,
        _ context: DeliveryContext = .atNight(),
        element: String = ""
    ) throws -> [PagerDutyEvent] {
        let (configurations, problems) = ReceiverFixture.read(
            "pagerduty_configs: [{routing_key: \(Self.key)\(element)}]"
        )
        #expect(problems.isEmpty, "\(problems)")
        let configuration = try #require(configurations.first as? PagerDutyConfiguration)
        return PagerDutyRenderer(configuration: configuration).events(content, context)
    }

    private func content(_ name: String) throws -> NotificationContent {
        try #require(NotifyCases.all.first { $0.name == name }).content
    }

    /// All but the one that is only long, fifty times over.
    @Test(arguments: NotifyCases.all.map(\.name).filter { $0 != "longest-group" })
    func saysWhatItsGoldenSays(name: String) throws {
        try Golden.expect(Golden.pretty(JSONBody.bytes(events(content(name)))), isGolden: "\(name).json")
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func staysWithinPagerDutysLimits(name: String) throws {
        for event in try events(content(name)) {
            #expect(JSONBody.bytes(event).count <= PagerDutyLimits.event)
            #expect((1...PagerDutyLimits.dedupKey).contains(event.dedupKey.utf16.count))
            #expect(event.routingKey == Self.key)
            #expect((event.payload == nil) == (event.eventAction != .trigger))
            #expect(event.payload?.customDetails["Last runs"]?.isEmpty != true)
            guard let payload = event.payload else { continue }
            #expect((1...PagerDutyLimits.summary).contains(payload.summary.utf16.count))
            #expect((1...PagerDutyLimits.attribute).contains(payload.source.utf16.count))
            #expect(["critical", "error", "warning", "info"].contains(payload.severity))
            #expect(Instant(iso8601: payload.timestamp.utf8) != nil)
            #expect(event.links?.allSatisfy { $0.href.hasPrefix("https://") && !$0.text.isEmpty } ?? true)
        }
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func keepsControlCharactersAway(name: String) throws {
        JSONStrings.expectNoControls(in: try JSONStrings.all(in: JSONBody.bytes(events(content(name)))))
    }

    @Test func hasOneKeyForAnEpisodeAndAnotherForTheNext() throws {
        let first = try events(.of([.failed()])).map(\.dedupKey)
        #expect(first == ["belfry/0f1e2d3c4b5a6971/1769306400000000"])
        #expect(try events(.of([.failed()], reason: .repeat)).map(\.dedupKey) == first)
        #expect(try events(.of([.recovered()], reason: .resolved)).map(\.dedupKey) == first)
        var later = AlertFacts.failed()
        later.startsAt = later.startsAt + .minutes(30)
        #expect(try events(.of([later])).map(\.dedupKey) != first)
    }

    @Test func triggersWhatFiresAndResolvesWhatIsOver() throws {
        let events = try events(content("group-of-3"))
        #expect(events.map(\.eventAction) == [.trigger, .trigger, .resolve])
        #expect(Set(events.map(\.dedupKey)).count == 3)
    }

    @Test func acknowledgesWithNoMoreThanTheKey() throws {
        let configuration = PagerDutyConfiguration(
            url: try TargetURL(PagerDutyConfiguration.defaultURL),
            routingKey: Secret(Self.key)
        )
        let event = PagerDutyRenderer(configuration: configuration).event(.acknowledge, "k")
        #expect(
            String(decoding: JSONBody.bytes(event), as: UTF8.self)
                == #"{"dedup_key":"k","event_action":"acknowledge","routing_key":"\#(Self.key)"}"#
        )
    }

    @Test func opensAndClosesAnIncidentForATest() throws {
        let events = try events(.of([], reason: .test))
        #expect(events.map(\.eventAction) == [.trigger, .resolve])
        #expect(Set(events.map(\.dedupKey)) == ["belfry/test/d-1"])
        #expect(events.first?.payload?.summary == "TEST Belfry can post here")
        #expect(events.first?.payload?.severity == "info")
    }

    @Test func marksATestExecution() throws {
        let summaries = try events(content("test-execution")).compactMap(\.payload?.summary)
        #expect(summaries == ["TEST ERROR Daily Sales Report failed (HTTP 500)"])
        let own = try events(content("test-execution"), element: ", description: '{{cron_job_name}} down'")
        #expect(own.compactMap(\.payload?.summary) == ["TEST Daily Sales Report down"])
    }

    @Test func acknowledgesWhatIsAcknowledged() throws {
        let told = try events(content("acknowledged"))
        #expect(told.map(\.eventAction) == [.acknowledge])
        #expect(told.map(\.dedupKey) == (try events(.of([.failed()])).map(\.dedupKey)))
        // What was acknowledged before PagerDuty heard of it is opened first.
        var alert = AlertFacts.failed()
        alert.acknowledgedBy = "ana"
        #expect(try events(.of([alert])).map(\.eventAction) == [.trigger, .acknowledge])
        #expect(
            try events(.of([alert, .failed(2)], reason: .repeat)).map(\.eventAction) == [
                .trigger, .acknowledge, .trigger,
            ]
        )
    }

    @Test func hasAnEventForEachOf120Alerts() throws {
        let events = try events(.of((1...120).map { .numbered($0) }))
        #expect(events.map(\.eventAction) == Array(repeating: .trigger, count: 120))
        #expect(Set(events.map(\.dedupKey)).count == 120)
    }

    @Test func linksOnlyWithAnExternalAddress() throws {
        let without = try #require(try events(.of([.missed]), .atNight(externalURL: nil)).first)
        #expect(without.links == nil && without.clientURL == nil)
        let with = try #require(try events(.of([.missed])).first)
        #expect(with.links?.map(\.text) == ["Job", "Silence", "Acknowledge"])
        #expect(with.clientURL == "https://belfry.example")
    }

    @Test func fillsInTheOperatorsTexts() throws {
        let element = """
            , severity: '{{labels.team}}', source: '{{cron_job_id}}', class: cron, component: c, group: '{{labels.team}}', \
            client: Ops, client_url: 'https://ops.example', details: {team: '{{labels.team}}'}
            """
        let event = try #require(try events(.of([.failed()]), element: element).first)
        let payload = try #require(event.payload)
        // A severity PagerDuty does not know is the alert's own.
        #expect(payload.severity == "error")
        #expect(payload.source == "cron_1" && payload.class == "cron" && payload.component == "c")
        #expect(payload.group == "payments" && payload.customDetails["team"] == "payments")
        #expect(event.client == "Ops" && event.clientURL == "https://ops.example")
        let severe = try events(.of([.failed()]), element: ", severity: critical").first?.payload?.severity
        #expect(severe == "critical")
    }
}
