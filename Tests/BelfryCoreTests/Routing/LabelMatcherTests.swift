import BelfryCore
import Testing

struct LabelMatcherTests {
    private let labels: LabelSet = ["alertname": "JobFailed", "severity": "error", "path": #"a\b"c"#]

    @Test(arguments: [
        ("severity=error", true),
        ("severity=warning", false),
        ("severity!=error", false),
        ("severity!=warning", true),
        ("team=", true),
        ("team!=", false),
        ("team!=ops", true),
        ("severity!=", true),
        ("alertname=~Job.*", true),
        ("alertname=~Job", false),
        ("alertname=~Failed", false),
        ("alertname=~Job|Failed", false),
        ("alertname=~JobFailed|Other", true),
        ("alertname!~Job.*", false),
        ("alertname!~Job", true),
        ("alertname=~(?i)jobfailed", true),
        ("team=~.*", true),
        ("team=~.+", false),
        ("team!~.+", true),
        ("team=~", true),
        (#"path=~"a\\\\b\"c""#, true),
        (#"path=~".\\W.\\W.""#, true),
    ])
    func comparesAsAlertmanagerDoes(text: String, expected: Bool) throws {
        #expect(try LabelMatcher.parse(text).match(labels) == expected)
    }

    @Test func allOfSeveralMustMatch() throws {
        #expect(try LabelMatcher.parse("severity=error,alertname=JobFailed").match(labels))
        #expect(try !LabelMatcher.parse("severity=error,alertname=Other").match(labels))
        #expect([LabelMatcher]().match(labels))
    }

    @Test func aPatternThatWouldBacktrackIsDecidedAtOnce() throws {
        let matcher = try LabelMatcher("name", .matches, "(a+)+b")
        let value = String(repeating: "a", count: 512)
        let elapsed = ContinuousClock().measure { #expect(!matcher.matches(["name": value])) }
        #expect(elapsed < .seconds(2))
    }

    @Test func controlCharactersInAPatternAreThemselves() throws {
        #expect(try LabelMatcher("name", .matches, "a\t.\u{1}").matches(["name": "a\tx\u{1}"]))
    }
}
