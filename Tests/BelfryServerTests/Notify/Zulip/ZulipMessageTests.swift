import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

@Suite struct ZulipMessageTests {
    private func message(
        _ content: NotificationContent,
        _ context: DeliveryContext = .atNight(),
        element: String = ""
    ) throws -> ZulipMessage {
        let (configurations, problems) = ReceiverFixture.read(
            "zulip_configs: [{site: 'https://org.zulipchat.com', email: b@x.example, api_key: k, stream: ops\(element)}]"
        )
        #expect(problems.isEmpty)
        let configuration = try #require(configurations.first as? ZulipConfiguration)
        return ZulipNotifier(configuration, http: NoHTTP()).message(content, context)
    }

    private func content(_ name: String) throws -> NotificationContent {
        try #require(NotifyCases.all.first { $0.name == name }).content
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func saysWhatItsGoldenSays(name: String) throws {
        let message = try message(content(name))
        try Golden.expect("\(message.stream) > \(message.topic)\n\n\(message.content)\n", isGolden: "\(name).md")
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func staysWithinZulipsLimits(name: String) throws {
        let message = try message(content(name))
        #expect((1...ZulipLimits.topic).contains(message.topic.utf16.count))
        #expect((1...ZulipLimits.content).contains(message.content.utf16.count))
        #expect(!message.topic.contains("\n"))
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func letsNothingFromOutsideBecomeMarkup(name: String) throws {
        let message = try message(content(name))
        JSONStrings.expectNoControls(in: [message.topic, message.content])
        let prose = Self.withoutCode(message.content)
        // A link is one of the places where links may lead.
        for tail in prose.components(separatedBy: "](").dropFirst() {
            let hosts = ["https://belfry.example/", "https://wiki.example/", "https://grafana.example/"]
            #expect(hosts.contains { tail.hasPrefix($0) }, "\(tail.prefix(40))")
        }
        #expect(!prose.holds("@**") && !prose.holds("@_") && !prose.holds("@*"))
        #expect(
            prose.split(separator: "<").dropFirst().allSatisfy { $0.hasPrefix("time:2026") || $0.hasPrefix("!here>") }
        )
    }

    @Test func mentionsNobodyAndLinksNowhere() throws {
        let text = Self.withoutCode(
            try message(
                .of([.saying("@**all** @*ops* #**s>t** [x](http://evil.example) :fire: ``` ")]),
                .atNight(externalURL: nil)
            ).content
        )
        #expect(!["@**", "@*", "#**", "://e", "](h", ":fire:"].contains { text.holds($0) }, "\(text)")
    }

    @Test func fencesWithMoreBackticksThanTheTextHas() throws {
        let content = try message(.of([.saying("```` x ```` ")])).content
        #expect(content.contains("`````text\n```` x ````\n`````"))
    }

    @Test func writesTimesForTheReadersZone() throws {
        #expect(try message(.of([.failed()])).content.contains("**Since**: <time:2026-01-25T02:00:00Z>, 12 min ago"))
    }

    @Test(arguments: [
        (NotificationContent.of([.failed()]), "", "Daily Sales Report"),
        (.of([.failed(1), .failed(2, name: "Data Sync")]), "", "JobFailed"),
        (.of([], reason: .test), "", "ops"),
        (.of([.failed()]), ", topic: 'cron: {{cron_job_id}}'", "cron: cron_1"),
        (.of([.failed(1), .failed(2)]), ", topic: '{{cron_job_id}}'", "Daily Sales Report"),
    ])
    func choosesATopic(content: NotificationContent, element: String, topic: String) throws {
        #expect(try message(content, element: element).topic == topic)
    }

    @Test func linksOnlyWithAnExternalAddress() throws {
        #expect(try !message(.of([.missed]), .atNight(externalURL: nil)).content.contains("]("))
        #expect(try message(.of([.missed])).content.contains("[Silence](https://belfry.example/alerts/1/silence)"))
    }

    @Test func saysHowLongItLastedAndHowManyRunsFailed() throws {
        let text = try message(.of([.recovered()], reason: .resolved)).content
        #expect(text.contains("Recovered, lasted 10 min, 1 run failed."))
        #expect(!text.contains("<!here>"))
    }

    @Test func marksATest() throws {
        #expect(try message(content("test-execution")).content.hasPrefix("**🔴 TEST ERROR Daily Sales Report failed"))
    }

    @Test func countsWhatAListHasNoRoomFor() throws {
        let text = try message(content("group-of-50")).content
        #expect((1...50).allSatisfy { text.contains("`Job number \($0)`") })
        #expect(text.contains("…and 13 more"))
    }

    @Test func usesTheOperatorsTitleAndText() throws {
        let element = ", title: '{{alertname}}!', text: '@**ops** {{cron_job_name}}'"
        let text = try message(.of([.failed(1, name: "@**all**")]), element: element).content
        #expect(text.contains("JobFailed!**") && text.holds("@**ops** "))
        #expect(!Self.withoutCode(text).holds("@**all"))
    }

    /// The text outside of fences and code.
    private static func withoutCode(_ text: String) -> String {
        var result = ""
        var fence: String?
        for line in text.components(separatedBy: "\n") {
            if let open = fence {
                if line == open { fence = nil }
            } else if line.hasPrefix("```") {
                fence = String(line.prefix { $0 == "`" })
            } else {
                let pieces = line.components(separatedBy: "`")
                result += stride(from: 0, to: pieces.count, by: 2).map { pieces[$0] }.joined() + "\n"
            }
        }
        return result
    }
}
