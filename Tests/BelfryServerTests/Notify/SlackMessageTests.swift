import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

@Suite struct SlackMessageTests {
    private func payload(_ content: NotificationContent, _ context: DeliveryContext = .atNight()) throws -> SlackPayload
    {
        let configuration = SlackConfiguration(
            apiURL: try TargetURL("https://hooks.slack.com/services/T/B/x"),
            channel: "#ops"
        )
        return SlackNotifier(configuration, http: NoHTTP()).payload(content, context)
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func saysWhatItsGoldenSays(name: String) throws {
        let content = try #require(NotifyCases.all.first { $0.name == name }).content
        try Golden.expect(Golden.pretty(payload(content).json()), isGolden: "slack-\(name).json")
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func staysWithinSlacksLimits(name: String) throws {
        let content = try #require(NotifyCases.all.first { $0.name == name }).content
        let payload = try payload(content)
        #expect(String(decoding: payload.json(), as: UTF8.self).utf16.count < SlackLimits.payload)
        #expect((1...SlackLimits.text).contains(payload.text.utf16.count))
        let attachment = try #require(payload.attachments.first)
        #expect(payload.attachments.count == 1)
        #expect(!attachment.blocks.isEmpty)
        #expect(payload.blocks.count + attachment.blocks.count <= SlackLimits.blocks)
        for block in payload.blocks + attachment.blocks {
            switch block {
            case .header(let text): #expect((1...SlackLimits.header).contains(text.utf16.count))
            case .section(let text): #expect((1...SlackLimits.section).contains(text.text.utf16.count))
            case .fields(let fields):
                #expect((1...SlackLimits.fields).contains(fields.count))
                #expect(fields.allSatisfy { (1...SlackLimits.field).contains($0.text.utf16.count) })
            case .context(let elements):
                #expect((1...SlackLimits.contextElements).contains(elements.count))
                #expect(elements.allSatisfy { (1...SlackLimits.section).contains($0.text.utf16.count) })
            }
        }
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func letsNothingFromOutsideBecomeMarkup(name: String) throws {
        let content = try #require(NotifyCases.all.first { $0.name == name }).content
        let text = String(decoding: try payload(content).json(), as: UTF8.self)
        // What follows an unescaped `<` is a date of Belfry's, a link to where links may lead, or the operator's <!here>.
        for tail in text.split(separator: "<").dropFirst() {
            let isOurs = [
                "!date^", "!here>", "https://belfry.example/", "https://wiki.example/", "https://grafana.example/",
            ]
            .contains { tail.hasPrefix($0) }
            #expect(isOurs, "<\(tail.prefix(40))")
        }
        #expect(!text.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x1B || $0.value == 0 })
        #expect(!text.contains("\\u00"))
    }

    @Test func closesEveryFenceItOpens() throws {
        let payload = try payload(.of([.saying("```*bold* `x` ```` ", repeated: 20)]))
        let fenced = payload.attachments.flatMap(\.blocks).compactMap { block in
            if case .section(let text) = block, text.text.contains("```") { text.text } else { nil }
        }
        #expect(fenced.count == 2)
        #expect(fenced.allSatisfy { $0.components(separatedBy: "```").count == 3 })
    }

    @Test func writesTimesForTheReadersZoneAndForEverybodyElse() throws {
        let text = String(decoding: try payload(.of([.failed()])).json(), as: UTF8.self)
        #expect(text.contains("<!date^1769306400^{date_short_pretty} {time}|02:00 UTC>, 12 min ago"))
    }

    @Test func callsNobodyWhenItIsOver() throws {
        let text = String(decoding: try payload(.of([.recovered()], reason: .resolved)).json(), as: UTF8.self)
        #expect(!text.contains("<!here>"))
        #expect(text.contains("Recovered, lasted 10 min, 1 run failed."))
    }

    @Test(arguments: [
        (NotificationReason.firing, "ERROR Daily Sales Report failed (HTTP 500), since 02:00 UTC, 12 min ago"),
        (.repeat, "ERROR Daily Sales Report is still failing (HTTP 500), since 02:00 UTC, 12 min ago"),
        (
            .final,
            "ERROR Daily Sales Report has now failed for good (HTTP 500), since 02:00 UTC, 12 min ago. "
                + "The run has now failed for good after 2 attempts: no more retries."
        ),
    ])
    func saysTheEssentialInOneLine(reason: NotificationReason, line: String) throws {
        #expect(try payload(.of([.failed()], reason: reason)).text == line)
    }

    @Test func linksOnlyWithAnExternalAddress() throws {
        let without = String(decoding: try payload(.of([.missed]), .atNight(externalURL: nil)).json(), as: UTF8.self)
        #expect(!without.contains("<http"))
        let with = String(
            decoding: try payload(.of([.missed]), .atNight(externalURL: "https://belfry.example/")).json(),
            as: UTF8.self
        )
        #expect(with.contains("<https://belfry.example/jobs/cron_1|Job>"))
        #expect(with.contains("<https://belfry.example/alerts/1/silence|Silence>"))
    }

    @Test func offersNoLinkToAnAddressThatIsNone() throws {
        var alert = AlertFacts.missed
        alert.annotations["runbook_url"] = RenderedText([.text("javascript:alert(1)")])
        alert.annotations["dashboard_url"] = RenderedText([.text("https://a.example/|x> <!channel")])
        let text = String(decoding: try payload(.of([alert]), .atNight(externalURL: nil)).json(), as: UTF8.self)
        #expect(!text.contains("Runbook") && !text.contains("Dashboard"))
    }

    @Test func namesEveryJobOfADigest() throws {
        let content = NotificationContent.of(
            (1...50).map { .failed(Int64($0), name: "Job number \($0) of many") },
            reason: .digest
        )
        let text = String(decoding: try payload(content).json(), as: UTF8.self)
        #expect((1...50).allSatisfy { text.contains("Job number \($0) of many") })
    }

    @Test func usesTheOperatorsTitleAndText() throws {
        var problems: [Problem] = []
        let yaml =
            "[{api_url: 'https://hooks.slack.com/services/T/B/x', title: '{{ alertname }} on {{labels.team}}', text: '*{{cron_job_name}}* {{severity}}'}]"
        let list = YAMLValue.parse(yaml, file: "belfry.yaml", problems: &problems)?.list(problems: &problems)
        let configuration = SlackConfiguration(
            try #require(list?.first),
            global: GlobalDefaults(),
            secrets: SecretReader { _ in "" },
            problems: &problems
        )
        #expect(problems.isEmpty)
        let notifier = SlackNotifier(try #require(configuration), http: NoHTTP())
        let payload = notifier.payload(.of([.failed(1, name: "A<b")]), .atNight())
        #expect(payload.blocks == [.header("JobFailed on payments"), .section(.markdown("*A&lt;b* error"))])
    }
}
