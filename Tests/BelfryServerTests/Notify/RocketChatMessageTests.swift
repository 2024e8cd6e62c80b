import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

@Suite struct RocketChatMessageTests {
    private func payload(
        _ content: NotificationContent,
        _ context: DeliveryContext = .atNight()
    ) throws -> RocketChatPayload {
        let url = try TargetURL("https://chat.example/hooks/x")
        let configuration = RocketChatConfiguration(webhookURL: url, channel: "#ops")
        return RocketChatNotifier(configuration, http: NoHTTP()).payload(content, context)
    }

    private func text(_ content: NotificationContent, _ context: DeliveryContext = .atNight()) throws -> String {
        String(decoding: JSONBody.bytes(try payload(content, context)), as: UTF8.self)
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func saysWhatItsGoldenSays(name: String) throws {
        let content = try #require(NotifyCases.all.first { $0.name == name }).content
        try Golden.expect(Golden.pretty(JSONBody.bytes(payload(content))), isGolden: "rocketchat-\(name).json")
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func keepsToRocketChatsLimits(name: String) throws {
        let limits = [
            PublishedLimit("text", .units, 1...5_000),
            PublishedLimit("attachments", .elements, 1...1),
        ]
        #expect(try limits.violations(inGolden: "rocketchat-\(name).json") == [])
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func letsNothingFromOutsideBecomeMarkup(name: String) throws {
        let json = try Golden.object("rocketchat-\(name).json")
        let places = ["attachments[].text", "attachments[].fields[].value"]
        for text in places.flatMap({ PublishedLimit($0, .units, 0...0).values(in: json) }) {
            #expect(MarkdownText.effects(in: text as? String ?? "") == [])
        }
        let lines = try #require(json["text"] as? String).split(separator: "\n")
        // A heading is plain text.
        #expect(lines.first?.hasPrefix("#### ") == true)
        for line in lines.dropFirst() { #expect(MarkdownText.effects(in: String(line)) == []) }
        // Whom a message calls is looked for in code, too.
        #expect(JSONTexts.all(in: json).allSatisfy { !$0.contains("@h") && !$0.contains("@U") })
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
        #expect(try payload(.of([.failed()])).text.contains("*`Daily Sales Report`* failed, <!here>"))
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
    }
}
