import Testing

@testable import CEL

@Suite("Patterns")
struct PatternTests {
    @Test(arguments: [
        ("ubb", "hubba", true), ("^ubb", "hubba", false), ("a$", "hubba", true), ("a$", "a\n", false),
        ("", "", true), ("gr(a|e)y", "grey", true), ("^(a|ab)(c|bcd)$", "abcd", true), ("x*", "", true),
        ("^a+b?$", "aaab", true), ("^a+?b??$", "aaabb", false), ("^a{2,3}$", "aa", true), ("^a{2,3}$", "aaaa", false),
        ("^a{2}$", "aa", true), ("^a{2,}$", "a", false), ("^a{0}$", "", true), ("a{,2}", "a{,2}", true),
        ("a{x", "a{x", true),
        ("[a-c]+", "xxb", true), ("[^a-c]", "abc", false), ("[]a]", "]", true), ("[^]a]", "]", false),
        ("[a-]", "-", true),
        (#"[\d\-x]"#, "-", true), (#"[\]]"#, "]", true), ("[[:alpha:]_]+", "_", true), ("[[:^digit:]]", "1", false),
        (#"^\d+\.\d$"#, "12.5", true), (#"\bfoo\b"#, "a foo b", true), (#"\bfoo\b"#, "afoo", false),
        (#"\Boo"#, "foo", true),
        (#"^\w+\s\S+$"#, "ab\t?", true), (#"\W"#, "é", true), (#"\D"#, "7", false), (#"\A\w\z"#, "x", true),
        (".", "\n", false), ("(?s).", "\n", true), ("(?s:.)", "\n", true), ("a.c", "aéc", true),
        ("^b", "a\nb", false), ("(?m)^b$", "a\nb\nc", true), ("(?i)ABC", "xaBc", true), ("(?i:a)B", "Ab", false),
        ("(?i)straße", "STRAßE", true), ("(?i)[a-c]+$", "B", true), ("(?i)é", "É", true), ("(?i)k", "\u{212A}", true),
        ("(?i)\u{212A}", "k", true), ("(?-i)a", "A", false), ("(?i)a(?-i)b", "AB", false), ("(?i)[^a]", "A", false),
        ("(?:ab)+$", "abab", true), ("(?P<year>\\d{4})", "in 2024", true), ("(?<y>\\d)", "7", true),
        (#"\x41\x{1F600}"#, "A\u{1F600}", true), (#"\101\t"#, "A\t", true), (#"\Qa.b\E+"#, "a.bb", true),
        (#"\Q(["#, "([", true),
        (#"\pL\p{Nd}\P{L}"#, "é5-", true), (#"\p{^L}"#, "a", false), (#"\pN"#, "x", false), (#"\."#, "x", false),
        (#"\_"#, "_", true),
        ("(a*)*", "b", true), ("(|a)+$", "aaa", true), ("(a|b)*c|d", "ababc", true), ("^(?:x|^)y", "y", true),
        ("\u{1F431}|x", "\u{1F431}", true), ("^.{3}$", "\u{1F431}é.", true), ("[α-ω]", "λ", true), ("a|", "", true),
    ])
    func matchesAsRE2Does(pattern: String, text: String, isMatch: Bool) throws {
        let pattern = try Pattern(pattern, maximumSize: 4_096)
        var budget = Budget(.max)
        #expect(try pattern.matches(text, &budget) == isMatch)
        #expect(pattern.countingMatches(text).isMatch == isMatch)
    }

    @Test(arguments: [
        ("a(", "missing closing )"), ("a)", "unexpected )"), ("[a", "missing closing ]"),
        ("[b-a]", "invalid character class range"),
        ("*a", "missing argument"), ("a**", "invalid nested repetition"), ("a|*", "missing argument"),
        ("a{2}{3}", "invalid nested repetition"),
        ("a{1001}", "invalid repeat count"), ("a{3,2}", "invalid repeat count"), (#"(a)\1"#, "back references"),
        ("(?=a)", "unsupported Perl syntax"), ("(?!a)", "unsupported Perl syntax"),
        ("(?<=a)b", "invalid named capture"), ("(?>a)", "unsupported Perl syntax"),
        (#"\"#, "trailing backslash"), (#"\q"#, "invalid escape"), (#"\p{Greek}"#, "unsupported character class"),
        (#"\C"#, "invalid escape"),
        ("[[:nope:]]", "invalid character class"), (#"\x{110000}"#, "invalid escape"), ("(?i", "missing closing )"),
        ("(?P<>a)", "invalid named"),
        ("((a{100}){100}){100}", "more than 4096 instructions"),
        ("(((){1000}){1000}){1000}", "more than 4096 instructions"),
    ])
    func refusesWhatRE2Refuses(pattern: String, reason: String) {
        let error = #expect(throws: EvaluationError.self) { try Pattern(pattern, maximumSize: 4_096) }
        #expect(error?.kind == .invalidArgument)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test func refusesDeepGroups() {
        let pattern = String(repeating: "(", count: 5_000) + String(repeating: ")", count: 5_000)
        #expect(throws: EvaluationError.self) { try Pattern(pattern, maximumSize: 4_096) }
    }

    /// Patterns that take a backtracking engine exponential time.
    @Test(arguments: [
        "(a+)+$", "^(a|a)*$", "(a|aa)+$", "(.*)(.*)(.*)(.*)(.*)x$", "(a*)*b", "(a?){30}a{30}c",
        "^(([a-z])+.)+[A-Z]([a-z])+$", "(?i)(k|K)*x$",
    ])
    func takesStepsInProportionToTheText(source: String) throws {
        let pattern = try Pattern(source, maximumSize: 4_096)
        for length in [10, 100, 1_000, 10_000] {
            let text = String(repeating: "a", count: length) + "!"
            let (isMatch, steps) = pattern.countingMatches(text)
            #expect(!isMatch)
            #expect(steps <= pattern.size * (text.unicodeScalars.count + 1))
        }
    }

    @Test func chargesItsSteps() throws {
        let pattern = try Pattern("(a|aa)+$", maximumSize: 4_096)
        var budget = Budget(100)
        let error = #expect(throws: EvaluationError.self) {
            try pattern.matches(String(repeating: "a", count: 10_000) + "!", &budget)
        }
        #expect(error?.kind == .costExceeded)
    }

    @Test(arguments: [
        "s.matches('critical')", "s.matches('^nightly-.*-sync$')", "!s.matches('^critical')", "matches(s, 'c[a-z]+l')",
        "s.matches(status + '|sync')", "status.matches('(?i)FAILED')",
    ])
    func areReachedFromExpressions(source: String) throws {
        #expect(try Sample.evaluate(source) == .bool(true))
    }
}
