import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct ChatMarkupTests {
    @Test(arguments: [
        ("a*b_c`d", "a\\*b\\_c\\`d"), ("<@1> https://x.example", "\\<@\u{200B}1\\> https:\u{200B}//x.example"),
        ("[a](b) ||c|| :d:", "\\[a\\](b) \\|\\|c\\|\\| :\u{200B}d:\u{200B}"),
        ("<\u{338}@1>", "\\<\u{338}@\u{200B}1\\>"),
        ("@\u{301}here", "@\u{200B}\u{301}here"), ("a\nb", "a b"),
    ])
    func escapesForDiscord(text: String, escaped: String) {
        #expect(DiscordMarkup.plain(text, limit: 200) == escaped)
    }

    @Test(arguments: [
        ("a*b_c`d", "a\\*b\\_c\\`d"), ("<!here> & @all", "&lt;\\!here&gt; &amp; @\u{200B}all"),
        ("[a](https://b.c)", "\\[a\\](https:\u{200B}//b.\u{200B}c)"), ("#tag", "#\u{200B}tag"),
        ("<\u{338}!here>", "&lt;\u{338}\\!here&gt;"),
    ])
    func escapesForMattermost(text: String, escaped: String) {
        #expect(MattermostMarkup.plain(text, limit: 200) == escaped)
    }

    @Test(arguments: [
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("@all #x /start a.example", "@\u{200B}all #\u{200B}x /\u{200B}start a.\u{200B}example"),
        ("<\u{338}b>", "&lt;\u{338}b&gt;"), ("&\u{301}", "&amp;\u{301}"),
    ])
    func escapesForTelegram(text: String, escaped: String) {
        #expect(TelegramMarkup.plain(text, limit: 200) == escaped)
    }

    @Test func closesNoCodeFromInside() {
        #expect(DiscordMarkup.coded("a`b", limit: 50) == "`aˋb`")
        #expect(DiscordMarkup.fenced("a```b\nc", limit: 50) == "```\na`\u{200B}`\u{200B}`\u{200B}b\nc\n```")
        #expect(MattermostMarkup.coded("<!here>`@x", limit: 50) == "`‹!here›ˋ@\u{200B}x`")
        #expect(RocketChatMarkup.coded("`@all #x", limit: 50) == "`ˋ@\u{200B}all #\u{200B}x`")
        #expect(TelegramMarkup.fenced("</pre>\na", limit: 50) == "<pre>&lt;/pre&gt;\na</pre>")
        #expect(TelegramMarkup.coded("", limit: 50) == "–")
    }

    @Test func keepsLimitsAfterEscaping() {
        for limit in 20...60 {
            let text = String(repeating: "`<👩‍👩‍👧‍👦&*@", count: 30)
            let rendered = RenderedText([.markup("*a* "), .text(text), .markup(" b")])
            for result in [
                DiscordMarkup.plain(text, limit: limit), DiscordMarkup.coded(text, limit: limit),
                DiscordMarkup.fenced(text, limit: limit), DiscordMarkup.prose(rendered, limit: limit),
                MattermostMarkup.plain(text, limit: limit), MattermostMarkup.prose(rendered, limit: limit),
                RocketChatMarkup.coded(text, limit: limit), RocketChatMarkup.prose(rendered, limit: limit),
                TelegramMarkup.plain(text, limit: limit), TelegramMarkup.coded(text, limit: limit),
                TelegramMarkup.prose(rendered, limit: limit), NtfyMarkup.prose(rendered, limit: limit),
            ] {
                #expect(result.utf16.count <= limit, "\(result)")
            }
            #expect(TelegramHTML(TelegramMarkup.coded(text, limit: limit)) != nil)
            #expect(TelegramHTML(TelegramMarkup.prose(rendered, limit: limit)) != nil)
        }
    }

    @Test func putsTextIntoTheOperatorsMarkup() {
        let rendered = RenderedText([.markup("**"), .text("a*b"), .markup("** `"), .text("c*`d"), .markup("`")])
        #expect(DiscordMarkup.prose(rendered, limit: 100) == "**a\\*b** `c*`\u{200B}d`")
        #expect(RocketChatMarkup.prose(rendered, limit: 100) == "**`a*b`** `c*`\u{200B}d`")
    }

    @Test func takesNoListOrHeadingFromOutside() {
        let rendered = RenderedText([.text("# a\n- b"), .markup("\n"), .text("> c")])
        #expect(DiscordMarkup.prose(rendered, limit: 100) == "\u{200B}# a\n\u{200B}- b\n\u{200B}\\> c")
    }

    @Test func leavesNothingOpen() {
        let rendered = RenderedText([.markup("```\n"), .text(String(repeating: "x", count: 100)), .markup("\n```")])
        #expect(DiscordMarkup.prose(rendered, limit: 40).hasPrefix("\\`\\`\\`\n"))
        let html = RenderedText([.markup("<b>"), .text(String(repeating: "x", count: 100)), .markup("</b>")])
        #expect(TelegramMarkup.prose(html, limit: 40).hasPrefix("&lt;b&gt;xxx"))
    }

    @Test func cutsALongListByLines() {
        #expect(["a", "bb", "ccc", "d"].joinedLines(limit: 4) == ["a\nbb", "ccc", "d"])
        #expect([String]().joinedLines(limit: 4) == [])
    }

    @Test func saysLessBeforeItSaysNothing() {
        let sizes = MessageBudget.steps.map { $0.prose }
        #expect(sizes == sizes.sorted(by: >))
        #expect(MessageBudget.fitting({ $0.prose }, where: { $0 < 600 }) == 500)
        #expect(MessageBudget.fitting({ $0 }, where: { _ in false }) == .bare)
        let item = MessageItem(parts: [.words("ERROR "), .text("job"), .words(" failed")], link: nil)
        #expect(item.subject == [.words("ERROR "), .text("job")])
    }
}
