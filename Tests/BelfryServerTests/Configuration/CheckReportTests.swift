import BelfryCore
import Testing

@testable import BelfryServer

struct CheckReportTests {
    private static func report(_ text: String, environment: [String: String] = [:]) -> CheckReport {
        let (configuration, problems) = ConfigurationFixture.read(text, environment: environment)
        let files = RuleFileLoader.load(configuration?.ruleFiles).files
        return CheckReport(configuration, rules: RuleSet.load(files).rules, ruleFiles: files, problems: problems)
    }

    @Test func saysWhatAStartWouldDo() throws {
        let report = Self.report(
            """
            http: {host: 0.0.0.0, port: 9000, webhook_port: 9001, external_url: "https://b.example"}
            database: {url: "postgresql://u:pw@db/d"}
            webhook: {secrets: [0123456789abcdef]}
            global: {slack_api_url: "https://hooks.slack.com/services/T/B/x"}
            """
        )
        #expect(report.ok)
        let id = try #require(WebhookSecret("0123456789abcdef")?.id)
        #expect(
            report.text == """
                configuration   belfry.yaml
                listening       http://127.0.0.1:9000, webhooks alone on port 9001
                success_url     https://b.example/webhooks/cron-success
                failure_url     https://b.example/webhooks/cron-failure
                database        postgresql://u:***@db/d
                webhook secret  \(id)
                rules           4 from alerts/belfry.yaml (built in)
                receiver        default: slack
                route           {} -> default
                """
        )
        #expect(report.summary == "OK: 0 errors, 0 warnings")
    }

    @Test func saysWhatTriggersWouldDoWithoutSecrets() throws {
        let report = Self.report(
            """
            a1cron: {account_id: a, api_key: k, api_secret: s}
            triggers:
              - {name: one, after: Data Sync, expr: json(response_body).rows > 0, job: Processing, report_within: 30m}
              - name: all
                after: {all: [A, {job: B, expr: response_time_ms < 100}], within: 2h}
                http: {url: "https://hooks.example/secret-path"}
            """
        )
        #expect(report.ok)
        let lines = report.text.split(separator: "\n").filter { $0.hasPrefix("trigger ") }
        #expect(lines.count == 2)
        #expect(
            lines.first?.hasSuffix(
                #"one: a success of "Data Sync" where json(response_body).rows > 0 -> starts "Processing", "#
                    + "which has to report within 30m"
            ) == true
        )
        #expect(
            lines.last?.contains(#"all: successes within 2h of all of "A", "B" where response_time_ms < 100 -> POST"#)
                == true
        )
        #expect(!report.text.contains("secret-path"))
    }

    @Test func withoutConfigurationItSaysWhatIsBuiltIn() {
        let report = CheckReport(Configuration(), rules: nil, ruleFiles: [BuiltInRules.file], problems: [])
        #expect(report.text.contains("configuration   no file; built-in settings"))
        #expect(report.text.contains("callbacks       unknown: http.external_url is not set"))
        #expect(report.text.contains("database        private PostgreSQL in data/postgres"))
        #expect(report.text.contains("webhook secret  data/webhook_secret"))
        #expect(report.text.contains("rules           not usable"))
    }

    @Test func errorsMakeItNotOK() throws {
        let report = Self.report("http: {port: x}")
        #expect(!report.ok)
        #expect(report.summary.hasPrefix("NOT OK: 1 error, "))
        let json = try report.json()
        #expect(json.contains(#""ok" : false"#))
        #expect(json.contains(#"must be a whole number, got \"x\""#))
    }

    @Test func jsonNamesItsKeysAsTheConfigurationDoes() throws {
        let json = try Self.report("receivers: [{name: ops}]").json()
        for key in ["listen", "webhook_secrets", "rule_files", "integrations", "routes", "warnings"] {
            #expect(json.contains("\"\(key)\" :"))
        }
    }
}
