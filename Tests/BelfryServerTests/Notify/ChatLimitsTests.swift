import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct ChatLimitsTests {
    /// What grows most when it is escaped or written in bytes, in any of the chats.
    private static let texts = [
        "&", "<", ">", "`", "*", "_", ".", ":", "@", "#", "/", "\\", "\"", "é", "漢", "👩‍👩‍👧‍👦", "&\u{338}", "a b ", "\u{1}",
        "",
    ]

    /// One alert and fifty, all of whose texts, the operator's too, are made of one piece.
    private func messages(of text: String) -> [Message] {
        var alert = AlertFacts.saying(text, repeated: 500)
        alert.execution?.errorMessage = String(repeating: text, count: 1_000)
        alert.execution?.responseBody = String(repeating: text, count: 1_000)
        alert.execution?.status = "ended_with_something_unusual__"
        let long = String(repeating: text, count: 1_600)
        alert.annotations["description"] = RenderedText([.markup(long), .text(long), .markup("```<b>"), .text(long)])
        alert.annotations["dashboard_url"] = RenderedText([.markup("https://a.example/\(long.utf8.prefix(400).count)")])
        let context = DeliveryContext.atNight(
            externalURL: "https://belfry.example/" + String(repeating: "x", count: 400)
        )
        return [
            Message(.of([alert]), context),
            Message(.of(Array(repeating: alert, count: 50), truncated: 9_999), context),
        ]
    }

    private let clock = ClockText(timeZone: "America/Argentina/ComodRivadavia", now: nightly)

    @Test(arguments: texts)
    func everyChatTakesWhatIsLeft(text: String) throws {
        for message in messages(of: text) {
            let discord = DiscordRenderer(clock: clock).payload(message)
            #expect(discord.isWithinLimits)
            for embed in discord.embeds {
                #expect((embed.title ?? "").utf16.count <= DiscordLimits.title)
                #expect((embed.fields ?? []).count <= DiscordLimits.fields)
                let values = (embed.fields ?? []).map(\.value)
                #expect(values.allSatisfy { (1...DiscordLimits.fieldValue).contains($0.utf16.count) })
            }
            #expect(MattermostRenderer(clock: clock).payload(message).isWithinLimits)
            #expect(RocketChatRenderer(clock: clock).payload(message).isWithinLimits)
            let html = try #require(TelegramHTML(TelegramRenderer(clock: clock).text(message)))
            #expect(html.length <= TelegramLimits.text && html.entities <= TelegramLimits.entities)
            let topic = String(repeating: "t", count: 64)
            let ntfy = NtfyRenderer(clock: clock, topic: topic, priority: 3).payload(message)
            #expect(ntfy.isWithinLimits)
            #expect(ntfy.title.utf8.count <= NtfyLimits.title)
        }
    }
}
