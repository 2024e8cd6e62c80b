import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct InertTextTests {
    @Test(arguments: [
        ("daily_sales_report failed", "daily_sales_report failed"),
        ("_a_ *b* ~c~ `d`", "\u{200B}ˍaˍ ∗b∗ ∼c∼ ˋdˋ"),
        ("[x](y)", "\u{200B}[x]\u{200B}(y)"),
        ("see https://a.example/x", "see https:\u{200B}//a.\u{200B}example/x"),
        ("v1.2 of a.b", "v1.2 of a.\u{200B}b"),
        ("mail me@b.example", "mail me@\u{200B}b.\u{200B}example"),
        ("<at>all</at> <!here>", "\u{200B}‹at›all‹/at› ‹!here›"),
        ("say {{DATE}} :smile:", "say {\u{200B}{DATE}} :\u{200B}smile:"),
        ("$$x$$ |y| \\z", "\u{200B}＄＄x＄＄ ǀyǀ ⧵z"),
        ("a*\u{301}b", "a∗\u{301}b"),
    ])
    func looksTheSameAndMeansNothing(text: String, inert: String) {
        #expect(Array(InertText.singleLine(text, limit: 100).unicodeScalars) == Array(inert.unicodeScalars))
    }

    @Test func beginsNoListQuotationOrHeading() {
        let inert = InertText.lines("a\n- b\n1. c\n# d\n> e", limit: 100)
        #expect(inert == "a\n\u{200B}- b\n\u{200B}1. c\n\u{200B}# d\n\u{200B}› e")
    }

    @Test func keepsToItsLimitAfterAllReplacements() {
        let text = String(repeating: "https://a.b/@c ]", count: 100)
        #expect(InertText.singleLine(text, limit: 50).utf16.count <= 50)
        #expect(InertText.singleLine(text, limit: 50).hasSuffix("…"))
    }

    @Test func leavesTheOperatorsMarkupAlone() {
        let text = RenderedText([.markup("**"), .text("a*b"), .markup("** [x](https://w.example)")])
        #expect(InertText.prose(text, limit: 100) == "**a∗b** [x](https://w.example)")
    }

    @Test func escapesWhatOnlyLooksLikeAnotherCharacter() {
        #expect(HTMLText.escaped("<\u{301}b> & \"c\"") == "&lt;\u{301}b&gt; &amp; \"c\"")
    }

    @Test func losesATornTag() {
        let text = RenderedText([.markup("<strong>Look</strong> at <a href=\"https://w.example/long\">it</a>")])
        #expect(HTMLText.prose(text, limit: 40) == "<strong>Look</strong> at …")
    }
}
