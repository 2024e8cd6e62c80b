import BelfryCore
import Testing

struct LabelMatcherParsingTests {
    /// What Alertmanager prints for the same text.
    @Test(arguments: [
        (#"foo=bar"#, #"foo="bar""#),
        (#"foo = "bar""#, #"foo="bar""#),
        (#"foo="#, #"foo="""#),
        (#"foo="""#, #"foo="""#),
        (#"{foo=bar}"#, #"foo="bar""#),
        (#"{foo=bar,}"#, #"foo="bar""#),
        (#"foo=a b"#, #"foo="a b""#),
        (#"foo=a=b"#, #"foo="a=b""#),
        (#"foo==x"#, #"foo="=x""#),
        (#"foo!=x"#, #"foo!="x""#),
        (#"foo!~x"#, #"foo!~"x""#),
        (#"foo= x "#, #"foo="x""#),
        (#"foo='x'"#, #"foo="'x'""#),
        (#"a:b=c"#, #"a:b="c""#),
        (#"foo="a\nb""#, #"foo="a\nb""#),
        (#"foo="a\qb""#, #"foo="a\\qb""#),
        (#"foo="say \"hi\"""#, #"foo="say \"hi\"""#),
        (#"foo=~"a{1,2}""#, #"foo=~"a{1,2}""#),
        (#"foo=~"a|b""#, #"foo=~"a|b""#),
    ])
    func readsOneMatcher(text: String, printed: String) throws {
        let matchers = try LabelMatcher.parse(text)
        #expect(matchers.map(\.description) == [printed])
        #expect(try LabelMatcher.parse(printed) == matchers)
    }

    @Test(arguments: [
        (#"foo=bar,x=y"#, [#"foo="bar""#, #"x="y""#]),
        (#"{baz!="q,\"x", foo=bar}"#, [#"baz!="q,\"x""#, #"foo="bar""#]),
        (#""#, []),
        (#"{}"#, []),
    ])
    func readsSeveralMatchers(text: String, printed: [String]) throws {
        #expect(try LabelMatcher.parse(text).map(\.description) == printed)
    }

    @Test(arguments: ["foo", "=x", "fo-o=x", "1foo=b", #""foo"=bar"#, "fö=x", "a=b,,c=d"])
    func refusesWhatHasNoNameAndOperator(text: String) {
        #expect(throws: LabelMatcherError.self) { try LabelMatcher.parse(text) }
    }

    @Test(arguments: [#"foo=b"ar"#, #"foo="x"#, #"foo="x"y"#, #"foo="x\""#])
    func refusesOddQuotes(text: String) {
        #expect(throws: LabelMatcherError.badQuotes(text)) { try LabelMatcher.parse(text) }
    }

    @Test(arguments: ["{a=b", "{"])
    func refusesABraceAtOneEnd(text: String) {
        #expect(throws: LabelMatcherError.unbalancedBraces(text)) { try LabelMatcher.parse(text) }
    }

    @Test func keepsABraceThatBelongsToAnUnquotedValue() throws {
        #expect(try LabelMatcher.parse("foo=~[a-b]{2}").first?.value == "[a-b]{2}")
    }

    @Test(arguments: ["[", "a)|(b", #"(a)\1"#, "(?=x)"])
    func refusesWhatIsNoRegularExpression(pattern: String) {
        #expect {
            try LabelMatcher("foo", .matches, pattern)
        } throws: { error in
            guard case LabelMatcherError.badPattern(pattern, let reason) = error else { return false }
            return !reason.isEmpty
        }
    }
}
