import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

struct TriggerRuleTestTests {
    private static let chain = """
        triggers:
          - {name: first, after: a, job: b}
          - {name: second, after: b, http: {url_file: /run/secrets/url}, expr: json(response_body).rows > 0}
        """

    private func run(_ text: String) throws -> (failures: [String], problems: [String]) {
        let file = FileManager.default.temporaryDirectory.appending(path: "triggers-\(UUID().uuidString).test.yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let (tests, problems) = RuleTestReader.read(file.path)
        return (tests.map { RuleTestRunner.run($0).map(\.description) } ?? [], problems.map(\.message))
    }

    @Test func triggersAreFiredAsExpected() throws {
        let (failures, problems) = try run(
            Self.chain + """

                tests:
                  - executions:
                      - {at: 0s, job: a, times: 2, every: 1h}
                      - {at: 1m, job: b, response_body: '{"rows": 3}'}
                      - {at: 2m, job: b, response_body: '{"rows": 0}'}
                      - {at: 3m, job: b, response_body: '{"rows": '}
                      - {at: 4m, job: a, status: failure}
                      - {at: 5m, job: a, belfry_test: true}
                      - {at: 6m, job: a, received_after: 2h}
                    trigger_test:
                      - {eval_time: 0s, exp_triggers: [{trigger: first, job: b}]}
                      - {eval_time: 1m, exp_triggers: [{trigger: second}]}
                      - {eval_time: 2m, exp_triggers: []}
                      - {eval_time: 3m, exp_triggers: [{trigger: second, state: error}]}
                      - {eval_time: 5m, exp_triggers: [{trigger: first, state: skipped}]}
                      - {eval_time: 3h, exp_triggers: [{trigger: first}, {trigger: first, state: expired}]}
                """
        )
        #expect(problems == [])
        #expect(failures == [])
    }

    @Test func aTriggerAfterSeveralJobsIsTested() throws {
        let (failures, problems) = try run(
            """
            triggers: [{name: report, after: {all: [a, {job: b, expr: json(response_body).rows > 0}], within: 2h}, job: c}]
            tests:
              - executions:
                  - {at: 0s, job: a}
                  - {at: 10m, job: b, response_body: '{"rows": 0}'}
                  - {at: 20m, job: b, response_body: '{"rows": 1}'}
                  - {at: 5h, job: b, response_body: '{"rows": 1}'}
                  - {at: 8h, job: a}
                  - {at: 9h, job: b, response_body: '{"rows": '}
                trigger_test:
                  - {eval_time: 10m, exp_triggers: []}
                  - {eval_time: 20m, exp_triggers: [{trigger: report, job: c}]}
                  - {eval_time: 8h, exp_triggers: []}
                  - {eval_time: 9h, exp_triggers: [{trigger: report, state: error}]}
            """
        )
        #expect(problems == [])
        #expect(failures == [])
    }

    @Test func theTriggersOfAConfigurationFileAreTested() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "belfry-\(UUID().uuidString).yaml")
        try "http: {port: 1}\ntriggers: [{name: one, after: a, http: {url_file: nowhere}}]\n"
            .write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let tests = """
            tests: [{executions: [{at: 0s, job: a}], trigger_test: [{eval_time: 0s, exp_triggers: [{trigger: one}]}]}]
            """
        #expect(try run("triggers: \(file.lastPathComponent)\n" + tests) == ([], []))
        let missing = try run("triggers: no-such-file.yaml\n" + tests).problems
        #expect(missing.contains { $0.contains("no-such-file.yaml cannot be read") }, "\(missing)")
    }

    @Test func aDifferenceIsToldWithWhatWasFired() throws {
        let (failures, _) = try run(
            Self.chain + """

                tests:
                  - {executions: [{at: 0s, job: a}], trigger_test: [{eval_time: 0s, exp_triggers: [{trigger: second}]}]}
                """
        )
        #expect(failures.count == 1)
        #expect(failures.first?.contains("first of \"b\", pending, after exec-1") == true, "\(failures)")
    }

    @Test func anUnknownTriggerIsAProblem() throws {
        let (_, problems) = try run(
            Self.chain + "\ntests: [{trigger_test: [{eval_time: 0s, exp_triggers: [{trigger: frist}]}]}]"
        )
        #expect(problems.contains { $0.contains(#"no trigger is named "frist" (did you mean "first"?)"#) })
    }

    /// The page's first example is a configuration, the second another list of triggers, its last one a test.
    @Test func theExamplesOfTheDocumentationHold() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let page = try String(contentsOf: root.appending(path: "docs/triggers.md"), encoding: .utf8)
        let examples = page.components(separatedBy: "```yaml\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        try #require(examples.count == 3)
        let secrets = ["key", "secret"].map { ("/run/secrets/\($0)", "hush") }
        let (configuration, problems) = ConfigurationFixture.read(
            examples[0],
            files: Dictionary(uniqueKeysWithValues: secrets + [("/run/secrets/warehouse_url", "https://w.example/in")])
        )
        #expect(configuration?.triggers.count == 2, "\(problems)")
        let access = "a1cron: {account_id: a, api_key: k, api_secret: s}\n"
        #expect(ConfigurationFixture.errors(access + examples[1]) == [])
        let (failures, found) = try run(examples[2])
        #expect(found == [])
        #expect(failures == [])
    }
}
