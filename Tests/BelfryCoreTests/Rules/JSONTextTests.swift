import BelfryCore
import Testing

/// `json()` of rule expressions.
@Suite struct JSONTextTests {
    /// Whether an expression over a response body holds; nil where it has no value.
    private func holds(_ expression: String, body: String) throws -> Bool? {
        let text = "groups: [{name: g, rules: [{alert: J, expr: '\(expression.replacing("'", with: "''"))'}]}]"
        let rule = try #require(RuleSet.load([RuleFile(name: "j.yaml", text: text)]).rules?.rules.first)
        var received = History.attempt("a", at: 0)
        received.execution.responseBody = body
        let run = RunFacts(runID: "a", startedAt: received.execution.executedAt, attemptsSeen: 1, outcome: .success)
        return try? rule.holds(for: AttemptSubject(received: received, run: run, history: .unknown))
    }

    @Test(arguments: [
        (#"{"records_synced": 42}"#, "json(response_body).records_synced == 42"),
        (#" [1, 2.5, -3, 1e3, "x", true, null] "#, #"json(response_body) == [1, 2.5, -3, 1000, "x", true, null]"#),
        (#"{"a": {"b": [{"c": "d"}]}}"#, #"json(response_body).a.b[0].c == "d""#),
        (#"{"a": 1, "a": 2}"#, "json(response_body).a == 2"),
        (#""\u00e9\ud83d\ude00\n""#, #"json(response_body) == "é😀\n""#),
        ("9223372036854775807", "json(response_body) == 9223372036854775807"),
        ("9223372036854775808", "json(response_body) == 9223372036854775808.0"),
        ("{}", "size(json(response_body)) == 0"),
        ("false", "json(response_body) == false"),
    ])
    func jsonBecomesAValue(body: String, expression: String) throws {
        #expect(try holds(expression, body: body) == true)
    }

    @Test(arguments: [
        "", "nothing", #"{"records_synced": 42"#, #"{"a": 1} x"#, "{'a': 1}", "[1,]", "01", "+1", "NaN", "\"\u{1}\"",
        String(repeating: "[", count: 100) + String(repeating: "]", count: 100),
    ])
    func whatIsNoJSONHasNoValue(body: String) throws {
        #expect(try holds("json(response_body) != 7", body: body) == nil)
    }
}
