import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

@Suite struct GoogleChatMessageTests {
    private func message(
        _ content: NotificationContent,
        _ context: DeliveryContext = .atNight(),
        threads: Bool = true
    ) throws -> GoogleChatPayload {
        let url = try TargetURL("https://chat.googleapis.com/v1/spaces/AAA/messages?key=k&token=t")
        let configuration = GoogleChatConfiguration(url: url, threads: threads)
        return GoogleChatNotifier(configuration, http: NoHTTP()).payload(content, context)
    }

    private func payload(_ content: NotificationContent, _ context: DeliveryContext = .atNight()) throws -> [UInt8] {
        JSONBody.bytes(try message(content, context))
    }

    private func content(_ name: String) throws -> NotificationContent {
        try #require(NotifyCases.all.first { $0.name == name }).content
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func saysWhatItsGoldenSays(name: String) throws {
        try Golden.expect(Golden.pretty(payload(content(name))), isGolden: "\(name).json")
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func staysWithinGooglesLimits(name: String) throws {
        let message = try message(content(name))
        #expect(JSONBody.bytes(message).count <= GoogleChatLimits.message)
        #expect((1...GoogleChatLimits.text).contains(message.text.utf16.count))
        #expect((1...GoogleChatLimits.threadKey).contains(message.thread?.threadKey.utf16.count ?? 0))
        let sections = message.cardsV2?.flatMap(\.card.sections) ?? []
        #expect(sections.allSatisfy { (1...GoogleChatLimits.widgets).contains($0.widgets.count) })
        #expect(try JSONStrings.values(of: "text", in: payload(content(name))).allSatisfy { !$0.isEmpty })
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func letsNothingFromOutsideBecomeMarkup(name: String) throws {
        let message = try message(content(name))
        JSONStrings.expectNoControls(in: try JSONStrings.all(in: JSONBody.bytes(message)))
        // Above the card `<` is the operator's <!here> or nothing.
        #expect(message.text.split(separator: "<").dropFirst().allSatisfy { $0.hasPrefix("!here>") })
        #expect(!message.text.holds("`"))
        let tags = ["b>", "/b>", "br>", "i>", "/i>", "/a>", "a href=\"https://belfry.example/"]
        for widget in message.cardsV2?.flatMap(\.card.sections).flatMap(\.widgets) ?? [] {
            let text =
                switch widget {
                case .paragraph(let text), .fact(_, let text): text
                case .buttons: ""
                }
            for tail in text.split(separator: "<").dropFirst() {
                #expect(tags.contains { tail.hasPrefix($0) }, "<\(tail.prefix(40))")
            }
        }
    }

    @Test func callsEverybodyOnlyWhereTheOperatorDoes() throws {
        var alert = AlertFacts.saying("<users/all> *b* ")
        #expect(try !message(.of([alert])).text.holds("<users/all>"))
        alert.annotations["summary"] = RenderedText([.markup("<users/all> "), .text("<users/all>")])
        #expect(try message(.of([alert])).text.components(separatedBy: "<users/all>").count == 2)
    }

    @Test func keepsAnEpisodeInOneThread() throws {
        let first = try message(.of([.failed()])).thread?.threadKey
        #expect(try message(.of([.recovered()], reason: .resolved)).thread?.threadKey == first)
        #expect(try message(.of([.failed()], reason: .repeat)).thread?.threadKey == first)
        var later = AlertFacts.failed()
        later.startsAt = later.startsAt + .days(1)
        #expect(try message(.of([later])).thread?.threadKey != first)
        #expect(try message(.of([.failed()]), threads: false).thread == nil)
    }

    @Test func linksOnlyWithAnExternalAddress() throws {
        let without = try payload(.of([.missed]), .atNight(externalURL: nil))
        #expect(try JSONStrings.values(of: "url", in: without).isEmpty)
        let with = try payload(.of([.missed]))
        #expect(try JSONStrings.values(of: "url", in: with).contains("https://belfry.example/alerts/1/acknowledge"))
    }

    @Test func saysHowLongItLastedAndHowManyRunsFailed() throws {
        let texts = try JSONStrings.values(of: "text", in: payload(.of([.recovered()], reason: .resolved)))
        #expect(texts.contains("Recovered, lasted 10 min, 1 run failed."))
    }

    @Test func marksATest() throws {
        #expect(try message(content("test-execution")).text.hasPrefix("*TEST ERROR Daily Sales Report failed"))
    }

    @Test func countsWhatAListHasNoRoomFor() throws {
        let text = String(decoding: try payload(content("group-of-50")), as: UTF8.self)
        #expect((1...50).allSatisfy { text.contains("Job number \($0) ") })
        #expect(text.contains("…and 13 more"))
    }
}
