import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

@Suite struct MattermostMessageTests {
    private func payload(
        _ content: NotificationContent,
        _ context: DeliveryContext = .atNight()
    ) throws -> MattermostPayload {
        let url = try TargetURL("https://chat.example/hooks/x")
        let configuration = MattermostConfiguration(webhookURL: url, channel: "ops")
        return MattermostNotifier(configuration, http: NoHTTP()).payload(content, context)
    }

    private func text(_ content: NotificationContent, _ context: DeliveryContext = .atNight()) throws -> String {
        String(decoding: JSONBody.bytes(try payload(content, context)), as: UTF8.self)
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func saysWhatItsGoldenSays(name: String) throws {
        let content = try #require(NotifyCases.all.first { $0.name == name }).content
        try Golden.expect(Golden.pretty(JSONBody.bytes(payload(content))), isGolden: "mattermost-\(name).json")
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func keepsToMattermostsLimits(name: String) throws {
        let limits = [
            PublishedLimit("text", .units, 1...4_000),
            PublishedLimit("attachments", .elements, 1...1),
            PublishedLimit("attachments[].fallback", .units, 1...4_000),
        ]
        #expect(try limits.violations(inGolden: "mattermost-\(name).json") == [])
        // As Go writes it into the post's properties.
        let attachments = try #require(try Golden.object("mattermost-\(name).json")["attachments"])
        let json = String(decoding: try JSONSerialization.data(withJSONObject: attachments), as: UTF8.self)
            .replacing("\\/", with: "/")
        let escaped = json.replacing("&", with: "\\u0026").replacing("<", with: "\\u003c")
            .replacing(">", with: "\\u003e")
        #expect(escaped.utf16.count <= 7_600)
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func letsNothingFromOutsideBecomeMarkup(name: String) throws {
        let json = try Golden.object("mattermost-\(name).json")
        let places = ["text", "attachments[].text", "attachments[].fields[].value"]
        for text in places.flatMap({ PublishedLimit($0, .units, 0...0).values(in: json) }) {
            #expect(MarkdownText.effects(in: text as? String ?? "") == [])
        }
        // Slack's angle brackets are translated in code, too.
        for text in JSONTexts.all(in: json["attachments"] ?? []) {
            #expect(!text.contains("<") && !text.contains("@h"))
        }
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

    @Test func letsTheOperatorCall() throws {
        #expect(try payload(.of([.failed()])).text.contains("*Daily Sales Report* failed, <!here>"))
        #expect(try !text(.of([.recovered()], reason: .resolved)).contains("<!here>"))
    }

    @Test func saysHowLongItLasted() throws {
        let attachment = try #require(try payload(.of([.recovered()], reason: .resolved)).attachments.first)
        #expect(attachment.text?.hasPrefix("Recovered, lasted 10 min, 1 run failed.") == true)
        #expect(attachment.color == "#2eb886")
    }

    @Test func marksTests() throws {
        let content = try #require(NotifyCases.all.first { $0.name == "test-execution" }).content
        #expect(try payload(content).text.hasPrefix("#### TEST "))
        #expect(try payload(content).attachments.first?.fallback.hasPrefix("TEST ") == true)
    }
}
