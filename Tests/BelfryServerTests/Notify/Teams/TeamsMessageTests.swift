import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

@Suite struct TeamsMessageTests {
    private func payload(_ content: NotificationContent, _ context: DeliveryContext = .atNight()) throws -> [UInt8] {
        let configuration = TeamsConfiguration(webhookURL: try TargetURL("https://h.example/workflows/x?sig=y"))
        return JSONBody.bytes(TeamsNotifier(configuration, http: NoHTTP()).payload(content, context))
    }

    private func content(_ name: String) throws -> NotificationContent {
        try #require(NotifyCases.all.first { $0.name == name }).content
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func saysWhatItsGoldenSays(name: String) throws {
        try Golden.expect(Golden.pretty(payload(content(name))), isGolden: "\(name).json")
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func staysWithinTeamsLimits(name: String) throws {
        let json = try payload(content(name))
        #expect(json.count <= TeamsLimits.payload)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
        let attachments = try #require(object["attachments"] as? [[String: Any]])
        #expect(attachments.count == 1)
        let card = try #require(attachments.first?["content"] as? [String: Any])
        #expect((card["actions"] as? [Any])?.count ?? 0 <= TeamsLimits.actions)
        #expect((card["body"] as? [Any])?.isEmpty == false)
        #expect(try JSONStrings.values(of: "text", in: json).allSatisfy { !$0.isEmpty })
        #expect(try JSONStrings.values(of: "url", in: json).allSatisfy { $0.hasPrefix("https://") })
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func letsNothingFromOutsideBecomeMarkup(name: String) throws {
        let json = try payload(content(name))
        JSONStrings.expectNoControls(in: try JSONStrings.all(in: json))
        #expect(try JSONStrings.values(of: "text", in: json).allSatisfy { !$0.holds("{{") })
        // Nothing mentions anybody without these.
        #expect(!String(decoding: json, as: UTF8.self).contains("\"entities\""))
    }

    @Test func writesOnlyTheOperatorsWordsAsMarkdown() throws {
        let hostile = "**b** _i_ [x](https://evil.example) <at>all</at> `c` {{DATE(2020-01-01T00:00:00Z)}} "
        let json = try payload(.of([.saying(hostile)]))
        let paragraphs = try Self.paragraphs(in: JSONSerialization.jsonObject(with: Data(json)))
        #expect(paragraphs.count == 2)
        for text in paragraphs {
            #expect(!["*", "](", "://", "<", "`", "{{", "_i"].contains { text.holds($0) }, "\(text)")
        }
    }

    @Test func linksOnlyWithAnExternalAddress() throws {
        let without = try payload(.of([.missed]), .atNight(externalURL: nil))
        #expect(try JSONStrings.values(of: "url", in: without).isEmpty)
        let with = try payload(.of([.missed]), .atNight(externalURL: "https://belfry.example/"))
        #expect(try JSONStrings.values(of: "url", in: with).contains("https://belfry.example/alerts/1/silence"))
    }

    @Test func saysHowLongItLastedAndHowManyRunsFailed() throws {
        let texts = try JSONStrings.values(of: "text", in: payload(.of([.recovered()], reason: .resolved)))
        #expect(texts.contains("Recovered, lasted 10 min, 1 run failed."))
        #expect(!texts.contains { $0.contains("<!here>") })
    }

    @Test func marksATest() throws {
        let texts = try JSONStrings.values(of: "text", in: payload(content("test-execution")))
        #expect(texts.contains("TEST ERROR Daily Sales Report failed (HTTP 500)"))
    }

    @Test func countsWhatAListHasNoRoomFor() throws {
        let texts = try JSONStrings.values(of: "text", in: payload(content("group-of-50")))
        #expect((1...50).allSatisfy { number in texts.contains { $0.contains("Job number \(number) ") } })
        #expect(texts.contains("…and 13 more"))
    }

    @Test func usesTheOperatorsTitleAndText() throws {
        let (configurations, problems) = ReceiverFixture.read(
            "msteamsv2_configs: [{webhook_url: 'https://h.example/x', title: '{{alertname}}!', text: '**{{cron_job_name}}**'}]"
        )
        #expect(problems.isEmpty)
        let configuration = try #require(configurations.first as? TeamsConfiguration)
        let payload = TeamsNotifier(configuration, http: NoHTTP()).payload(.of([.failed(1, name: "A*b")]), .atNight())
        let texts = try JSONStrings.values(of: "text", in: JSONBody.bytes(payload))
        #expect(texts.contains("JobFailed!") && texts.contains("**A∗b**"))
    }

    private static func paragraphs(in value: Any) throws -> [String] {
        switch value {
        case let list as [Any]: try list.flatMap(paragraphs)
        case let object as [String: Any]:
            (object["type"] as? String == "TextBlock" ? [try #require(object["text"] as? String)] : [])
                + (try object.values.flatMap(paragraphs))
        default: []
        }
    }
}
