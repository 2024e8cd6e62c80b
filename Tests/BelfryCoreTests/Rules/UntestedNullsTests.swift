import BelfryCore
import Foundation
import Testing

/// A condition that has no value where something is null is warned of, with the condition that has one.
@Suite struct UntestedNullsTests {
    private static func warnings(_ condition: String, on trigger: String = "execution") throws -> [Problem] {
        let text = """
            groups:
              - name: g
                rules:
                  - alert: Mine
                    on: \(trigger)
                    expr: |-
                      \(condition)
            """
        let loaded = RuleSet.load([RuleFile(name: "mine.yaml", text: text)])
        try #require(loaded.rules != nil, "\(loaded.problems)")
        return loaded.problems
    }

    private static func rewrite(_ problem: Problem) throws -> String {
        let found = try #require(problem.message.firstRange(of: "; write: "))
        return String(problem.message[found.upperBound...])
    }

    @Test(arguments: [
        ("response_code >= 500", "response_code != null && response_code >= 500"),
        ("500 <= response_code", "response_code != null && 500 <= response_code"),
        ("response_code / 100 == 5", "response_code != null && response_code / 100 == 5"),
        ("-response_code < 0", "response_code != null && -response_code < 0"),
        (#"error_message.contains("x")"#, #"error_message != null && error_message.contains("x")"#),
        ("size(error_message) > 3", "error_message != null && size(error_message) > 3"),
        ("json(response_body).a == 1", "response_body != null && json(response_body).a == 1"),
        ("has(json(response_body).a)", "response_body != null && has(json(response_body).a)"),
        (#"json(response_body)["a"] == 1"#, #"response_body != null && json(response_body)["a"] == 1"#),
        (
            #"next_retry_at - executed_at > duration("1h")"#,
            #"next_retry_at != null && next_retry_at - executed_at > duration("1h")"#
        ),
        (
            #"status != "success" && response_code >= 500"#,
            #"status != "success" && response_code != null && response_code >= 500"#
        ),
        (
            "retry_attempt > 3 || response_code >= 500",
            "retry_attempt > 3 || (response_code != null && response_code >= 500)"
        ),
        (#"!error_message.contains("x")"#, #"!(error_message != null && error_message.contains("x"))"#),
        ("!(response_code < 500)", "!(response_code != null && response_code < 500)"),
        (
            "!(response_code == 429 || response_code < 500)",
            "!(response_code == 429 || (response_code != null && response_code < 500))"
        ),
        (
            "response_code == null || response_code >= 500 && error_message.size() > 3",
            "response_code == null || response_code >= 500 && error_message != null && error_message.size() > 3"
        ),
        (
            "retry_attempt > 0 ? response_code >= 500 : response_code == null",
            "retry_attempt > 0 ? (response_code != null && response_code >= 500) : response_code == null"
        ),
        (
            "response_code != null ? true : response_code >= 500",
            "response_code != null ? true : (response_code != null && response_code >= 500)"
        ),
        (
            #"["a", "b"].exists(s, error_message.contains(s))"#,
            #"["a", "b"].exists(s, error_message != null && error_message.contains(s))"#
        ),
        (
            #"cel.bind(m, error_message, m.contains("x"))"#,
            #"cel.bind(m, error_message, error_message != null && m.contains("x"))"#
        ),
        (
            #"cel.bind(m, error_message.lowerAscii(), m.contains("x"))"#,
            #"error_message != null && cel.bind(m, error_message.lowerAscii(), m.contains("x"))"#
        ),
        (
            "response_code >= 500 == (error_message.size() > 3)",
            "response_code != null && error_message != null && response_code >= 500 == (error_message.size() > 3)"
        ),
        (
            "response_code != 404 && response_code >= 400",
            "response_code != 404 && response_code != null && response_code >= 400"
        ),
        ("dyn(response_code) >= 500", "response_code != null && dyn(response_code) >= 500"),
        (
            "(response_code == null ? response_code : 0) >= 500",
            "response_code != null && (response_code == null ? response_code : 0) >= 500"
        ),
    ])
    func whatIsUsedUntestedIsWarnedOf(_ condition: String, _ expected: String) throws {
        let problems = try Self.warnings(condition)
        #expect(problems.map(\.severity) == [.warning])
        let rewritten = try Self.rewrite(try #require(problems.first))
        #expect(rewritten == expected)
        #expect(try Self.warnings(rewritten).isEmpty)
    }

    @Test(arguments: [
        "response_code != null && response_code >= 500",
        "response_code >= 500 && response_code != null",
        "null != response_code && response_code >= 500",
        "response_code == null || response_code >= 500",
        "response_code >= 500 || response_code == null",
        "!(response_code == null) && response_code >= 500",
        "!(response_code == null || response_code < 500)",
        #"!(response_code == null || status == "success") && response_code >= 500"#,
        "response_code != null ? response_code >= 500 : false",
        "response_code == null ? false : response_code >= 500",
        "(response_code == null ? false : response_code > 400) && response_code < 500",
        "(response_code != null ? response_code : 0) >= 500",
        "response_code == 500",
        "response_code in [500, 502]",
        "response_code != 200 && status != \"success\"",
        "response_code in [500, 502] && response_code > 500",
        "response_code == 500 && response_code < 600",
        "type(response_code) == int && response_code >= 500",
        "type(response_code) != null_type && response_code >= 500",
        "response_body != null && json(response_body).a == 1",
        "response_body != null && has(json(response_body).a) && json(response_body).a > 1",
        "response_body != null && (retry_attempt > 0 || json(response_body).a > 1)",
        #"error_message != null && ["a", "b"].exists(s, error_message.contains(s))"#,
        #"["a", "b"].exists(s, error_message != null && error_message.contains(s))"#,
        "cel.bind(c, response_code, c != null && c >= 500)",
        #"optional.of(error_message).hasValue()"#,
        "next_retry_at == null",
        #"status != "success" && next_retry_at == null"#,
        "job.p95_ms > 5",
    ])
    func whatIsTestedIsNot(_ condition: String) throws {
        #expect(try Self.warnings(condition).map(\.message) == [])
    }

    @Test func thePromiseOfAnOverdueRetryIsThere() throws {
        let condition = #"next_retry_at - executed_at > duration("1h")"#
        #expect(try Self.warnings(condition, on: "retry_overdue").isEmpty)
        #expect(try Self.warnings(condition, on: "run").count == 1)
    }

    @Test func theWarningNamesRuleFileLineAndColumn() throws {
        let text = """
            groups:
              - name: g
                rules:
                  - alert: Server
                    expr: status != "success" && response_code >= 500
                    resolve: error_message.contains("x") && response_code < 500
            """
        let problems = RuleSet.load([RuleFile(name: "mine.yaml", text: text)]).problems
        #expect(
            problems.map(\.description) == [
                #"mine.yaml:5:38: warning: group "g", rule "Server".expr: response_code can be null, and the condition then "#
                    + "has no value, which changes no alert; write: "
                    + #"status != "success" && response_code != null && response_code >= 500"#,
                #"mine.yaml:6:18: warning: group "g", rule "Server".resolve: error_message and response_code can be null, "#
                    + "and the condition then has no value, which changes no alert; write: "
                    + #"error_message != null && error_message.contains("x") && response_code != null && response_code < 500"#,
            ]
        )
    }

    @Test(arguments: ["alerts/belfry.yaml", "examples/rules.yaml"])
    func shippedRulesAndExamplesTestThemAll(_ name: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..")
        let text = try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
        let loaded = RuleSet.load([RuleFile(name: name, text: text)])
        #expect(loaded.rules != nil)
        #expect(loaded.problems.map(\.description) == [])
    }
}
