import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

@Suite struct DiscordMessageTests {
    private func payload(
        _ content: NotificationContent,
        _ context: DeliveryContext = .atNight()
    ) throws -> DiscordPayload {
        let url = try TargetURL("https://discord.com/api/webhooks/1/x")
        return DiscordNotifier(DiscordConfiguration(webhookURL: url), http: NoHTTP()).payload(content, context)
    }

    private func text(_ content: NotificationContent, _ context: DeliveryContext = .atNight()) throws -> String {
        String(decoding: JSONBody.bytes(try payload(content, context)), as: UTF8.self)
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func saysWhatItsGoldenSays(name: String) throws {
        let content = try #require(NotifyCases.all.first { $0.name == name }).content
        try Golden.expect(Golden.pretty(JSONBody.bytes(payload(content))), isGolden: "discord-\(name).json")
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func keepsToDiscordsLimits(name: String) throws {
        let limits = [
            PublishedLimit("embeds", .elements, 1...10),
            PublishedLimit("embeds[].title", .units, 1...256),
            PublishedLimit("embeds[].description", .units, 1...4_096),
            PublishedLimit("embeds[].color", .value, 0...0xFFFFFF),
            PublishedLimit("embeds[].fields", .elements, 1...25),
            PublishedLimit("embeds[].fields[].name", .units, 1...256),
            PublishedLimit("embeds[].fields[].value", .units, 1...1_024),
            PublishedLimit("embeds[].footer.text", .units, 1...2_048),
            PublishedLimit("allowed_mentions.parse", .elements, 0...0),
        ]
        #expect(try limits.violations(inGolden: "discord-\(name).json") == [])
        let json = try Golden.object("discord-\(name).json")
        let counted = ["title", "description", "fields[].name", "fields[].value", "footer.text"]
            .flatMap { PublishedLimit("embeds[].\($0)", .units, 0...0).values(in: json) }
            .compactMap { ($0 as? String)?.utf16.count }
        #expect(counted.reduce(0, +) <= 6_000)
        // Blank texts are refused, too.
        #expect(JSONTexts.all(in: json).allSatisfy { $0.contains { !$0.isWhitespace && $0 != "\u{200B}" } })
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func letsNothingFromOutsideBecomeMarkup(name: String) throws {
        let json = try Golden.object("discord-\(name).json")
        let places = ["title", "description", "fields[].value"]
        for text in places.flatMap({ PublishedLimit("embeds[].\($0)", .units, 0...0).values(in: json) }) {
            #expect(MarkdownText.effects(in: text as? String ?? "") == [])
        }
    }

    @Test func callsNobody() throws {
        #expect(try text(.of([.failed()])).contains(#""allowed_mentions":{"parse":[]}"#))
    }

    @Test func writesTimesForTheReadersZone() throws {
        #expect(try text(.of([.failed()])).contains("<t:1769306400:f> (<t:1769306400:R>)"))
    }

    @Test func linksOnlyWithAnExternalAddress() throws {
        #expect(try !text(.of([.missed]), .atNight(externalURL: nil)).contains("]("))
        #expect(try text(.of([.missed])).contains("[Silence](https://belfry.example/alerts/1/silence)"))
    }

    @Test func namesEveryJobOfADigest() throws {
        let alerts = (1...50).map { AlertFacts.failed(Int64($0), name: "Job number \($0) of many") }
        let text = try text(.of(alerts, reason: .digest))
        #expect((1...50).allSatisfy { text.contains("`Job number \($0) of many`") })
    }

    @Test func saysHowLongItLasted() throws {
        let embed = try #require(try payload(.of([.recovered()], reason: .resolved)).embeds.first)
        #expect(embed.description == "Recovered, lasted 10 min, 1 run failed.")
        #expect(embed.color == MessageTone.good.rgb)
    }

    @Test func marksTests() throws {
        let content = try #require(NotifyCases.all.first { $0.name == "test-execution" }).content
        #expect(try payload(content).embeds.first?.title?.hasPrefix("TEST ") == true)
    }
}
