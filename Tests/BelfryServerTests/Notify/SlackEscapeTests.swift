import Testing

@testable import BelfryServer

/// What Slack sees is scalars: a bracket with an accent is a bracket.
struct SlackEscapeTests {
    private static let hostile = "<\u{338}!channel>\u{301} &\u{301} `\u{301}x"

    @Test func bracketsWithCombiningMarksAreEscaped() {
        let plain = SlackText.plain(Self.hostile, limit: 200)
        #expect(plain == "&lt;\u{338}!channel&gt;\u{301} &amp;\u{301} `\u{301}x")
    }

    @Test func aBacktickWithACombiningMarkEndsNoCode() {
        let code = SlackText.code(Self.hostile, limit: 200)
        #expect(code.unicodeScalars.count { $0 == "`" } == 2, "\(code)")
        let fenced = SlackText.fenced("```\u{301}", limit: 200)
        #expect(String(fenced.unicodeScalars.dropFirst(3).dropLast(3)).contains("```") == false, "\(fenced)")
    }
}
