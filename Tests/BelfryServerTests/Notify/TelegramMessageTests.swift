import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

@Suite struct TelegramMessageTests {
    private func notifier() throws -> TelegramNotifier {
        let configuration = try TelegramConfiguration(
            apiURL: TargetURL("https://api.telegram.org"),
            botToken: try #require(TelegramBotToken("123456:hush")),
            chat: TelegramChat(-1_001_234_567_890)
        )
        return TelegramNotifier(configuration, http: NoHTTP())
    }

    private func payload(
        _ content: NotificationContent,
        _ context: DeliveryContext = .atNight()
    ) throws -> TelegramPayload {
        try notifier().payload(content, context)
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func saysWhatItsGoldenSays(name: String) throws {
        let content = try #require(NotifyCases.all.first { $0.name == name }).content
        try Golden.expect(Golden.pretty(JSONBody.bytes(payload(content))), isGolden: "telegram-\(name).json")
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func keepsToTelegramsLimits(name: String) throws {
        let text = try #require(try Golden.object("telegram-\(name).json")["text"] as? String)
        let document = try TelegramDocument(text)
        #expect((1...4_096).contains(document.text.utf16.count))
        #expect(document.links.count + document.tags <= 100)
    }

    @Test(arguments: NotifyCases.all.map(\.name))
    func letsNothingFromOutsideBecomeMarkup(name: String) throws {
        let text = try #require(try Golden.object("telegram-\(name).json")["text"] as? String)
        let document = try TelegramDocument(text)
        let hosts = ["https://belfry.example/", "https://wiki.example/", "https://grafana.example/"]
        #expect(document.links.allSatisfy { link in hosts.contains { link.hasPrefix($0) } })
        // Outside of code Telegram makes links by itself.
        for mark in ["@", "#", "/", "$"] {
            for range in document.outsideOfCode.ranges(of: mark) {
                let next = document.outsideOfCode[range.upperBound...].unicodeScalars.first
                #expect(next == "\u{200B}" || next == " " || next == nil, "\(document.outsideOfCode)")
            }
        }
        #expect(!document.text.unicodeScalars.contains { [0, 0x1B, 0x202E, 0x2028, 0xFEFF].contains($0.value) })
    }

    @Test func linksOnlyWithAnExternalAddress() throws {
        #expect(try !payload(.of([.missed]), .atNight(externalURL: nil)).text.contains("<a "))
        let link = #"<a href="https://belfry.example/alerts/1/silence">Silence</a>"#
        #expect(try payload(.of([.missed])).text.contains(link))
    }

    @Test func namesEveryJobOfADigest() throws {
        let alerts = (1...50).map { AlertFacts.failed(Int64($0), name: "Job number \($0) of many") }
        let text = try payload(.of(alerts, reason: .digest)).text
        #expect((1...50).allSatisfy { text.contains("<code>Job number \($0) of many</code>") })
    }

    @Test func takesTheOperatorsMarkupOnlyWhereItIsTelegrams() throws {
        var alert = AlertFacts.failed(1, name: "A<b")
        alert.annotations["summary"] = RenderedText([.markup("<b>"), .text("A<b"), .markup("</b> &amp; <i>more</i>")])
        alert.annotations["description"] = RenderedText([.markup("<!here> *"), .text("A<b"), .markup("* <br>")])
        let text = try payload(.of([alert])).text
        #expect(text.contains("\n\n<b>A&lt;b</b> &amp; <i>more</i>\n\n"))
        #expect(text.contains("\n\n&lt;!here&gt; *A&lt;b* &lt;br&gt;\n\n"))
    }

    @Test func saysHowLongItLasted() throws {
        #expect(
            try payload(.of([.recovered()], reason: .resolved)).text
                .hasPrefix("<b>RESOLVED Daily Sales Report: JobFailed</b>\n\nRecovered, lasted 10 min, 1 run failed.\n")
        )
    }

    @Test func marksTests() throws {
        let content = try #require(NotifyCases.all.first { $0.name == "test-execution" }).content
        #expect(try payload(content).text.hasPrefix("<b>TEST "))
    }

    @Test func showsTheChatAndNotTheBot() throws {
        let notifier = try notifier()
        #expect(notifier.redactedTarget == "api.telegram.org/-1001234567890")
        let token = try #require(TelegramBotToken("123456:hush"))
        #expect(!"\(token)\(String(reflecting: token))".contains("hush"))
    }

    @Test(arguments: [
        ("<b>a</b>", true), ("<a href=\"https://a.example/\">a</a>", true), ("a &amp; b & c", true), ("", true),
        ("<b>a", false), ("a</b>", false), ("<b><i>a</b></i>", false), ("<br>", false), ("1 < 2", false),
        ("<!here>", false), ("<a href=\"x\" onclick=\"y\">a</a>", false), ("<b\u{338}>a</b>", false),
    ])
    func knowsWhatTelegramRefuses(html: String, isWhole: Bool) {
        #expect((TelegramHTML(html) != nil) == isWhole)
    }
}
