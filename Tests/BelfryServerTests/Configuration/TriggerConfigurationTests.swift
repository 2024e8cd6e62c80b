import BelfryCore
import Testing

@testable import BelfryServer

struct TriggerConfigurationTests {
    private static let access = "a1cron: {account_id: a, api_key: k, api_secret: s}\n"

    @Test func readsJobsAndAddresses() throws {
        let (configuration, problems) = ConfigurationFixture.read(
            Self.access + """
                triggers:
                  - name: processing
                    after: Data Sync
                    expr: json(response_body).records_synced > 0
                    job: Data Processing Job
                    report_within: 10m
                  - name: hook
                    after: crn_1
                    max_age: 5m
                    http:
                      url_file: hook
                      method: PUT
                      headers: {Authorization: Bearer hush-hush}
                      body: '{"job": "{{cron_job_name}}"}'
                """,
            files: ["hook": "https://hooks.example/secret-path"]
        )
        #expect(problems.filter { $0.severity == .error } == [])
        let triggers = try #require(configuration?.triggers)
        #expect(triggers.map(\.rule.name) == ["processing", "hook"])
        #expect(triggers.map(\.rule.maxAge) == [.hours(1), .minutes(5)])
        #expect(triggers.map(\.rule.reportWithin) == [.minutes(10), nil])
        guard case .job("Data Processing Job") = triggers[0].target, case .http(let target) = triggers[1].target else {
            Issue.record("\(triggers.map(\.target))")
            return
        }
        #expect(target.method == "PUT")
        #expect(!"\(triggers)".contains("hush-hush") && !"\(triggers)".contains("secret-path"))
    }

    /// An element of `triggers`, and what must be said of it.
    @Test(arguments: [
        ("{after: a, job: b}", #""name" is missing"#),
        ("{name: x, job: b}", #""after" is missing"#),
        ("{name: x, after: a}", #"needs "job" or "http""#),
        ("{name: x, after: a, job: b, http: {url: 'https://a.example'}}", "exclude each other"),
        ("{name: x, afer: a, after: a, job: b}", #"unknown key "afer" (did you mean "after"?)"#),
        ("{name: x, after: a, job: b, expr: statuss == 'x'}", "statuss"),
        ("{name: x, after: a, job: b, expr: response_time_ms}", "must be true or false"),
        ("{name: x, after: a, job: b, expr: job.failures > 1}", #""job.failures" has no value in a trigger"#),
        ("{name: x, after: a, job: b, max_age: 3d}", "must be a duration from 1m to 1d"),
        ("{name: x, after: {all: [a, b]}, job: c}", #""within" is missing"#),
        ("{name: x, after: {within: 2h}, job: c}", #""all" is missing"#),
        ("{name: x, after: {all: [a], within: 2h}, job: c}", "must name 2 to 16 jobs"),
        ("{name: x, after: {all: [a, a], within: 2h}, job: c}", #""a" stands twice"#),
        ("{name: x, after: {all: [a, b], within: 2d}, job: c}", "must be a duration from 1m to 1d"),
        ("{name: x, after: {any: [a, b], within: 2h, all: [a, b]}, job: c}", #"unknown key "any""#),
        ("{name: x, after: {all: [a, {job: b, exp: 'true'}], within: 2h}, job: c}", #"unknown key "exp""#),
        ("{name: x, after: {all: [a, {job: b, expr: rows > 1}], within: 2h}, job: c}", "rows"),
        ("{name: x, after: {all: [a, b], within: 2h}, expr: status == 'x', job: c}", "belongs to one of the jobs"),
        ("{name: x, after: {all: [a, b], within: 2h}, job: b}", #"go in a circle: "b" → "b""#),
        ("{name: x, after: a, job: a}", #"the triggers go in a circle: "a" → "a""#),
        ("{name: x, after: a, http: {url: 'http://a.example'}}", "use https://"),
        ("{name: x, after: a, http: {url: 'https://a.example', method: STEAL}}", "must be one of POST"),
        ("{name: x, after: a, http: {url: 'https://a.example', body: '{{job.p50_ms}}'}}", "has no value in a trigger"),
        ("{name: x, after: a, http: {url: 'https://a.example', body: '{{nonsense}}'}}", "unknown name"),
        ("{name: x, after: a, http: {url: 'https://a.example', headers: {Host: b}}}", "is set by Belfry"),
        ("{name: x, after: a, report_within: 5m, http: {url: 'https://a.example'}}", "has no meaning without"),
    ])
    func saysWhatIsWrongWithALine(element: String, message: String) throws {
        let errors = ConfigurationFixture.read(Self.access + "triggers:\n  - \(element)").problems
            .filter { $0.severity == .error }
        try #require(errors.count == 1, "\(errors)")
        #expect(errors[0].line == 3)
        #expect(errors[0].description.contains(message), "\(errors[0])")
    }

    @Test func jobsNeedAccessToTheAPI() {
        let errors = ConfigurationFixture.errors("triggers: [{name: x, after: a, job: b}]")
        #expect(errors.count == 1 && errors[0].contains("needs a1cron.account_id"), "\(errors)")
    }

    @Test func aCircleOfSeveralTriggersIsRefusedWhereItCloses() {
        let errors = ConfigurationFixture.errors(
            Self.access + """
                triggers:
                  - {name: one, after: a, job: b}
                  - {name: two, after: b, job: c}
                  - {name: three, after: c, job: a}
                """
        )
        #expect(errors.count == 1)
        #expect(errors.first?.contains("belfry.yaml:5") == true, "\(errors)")
        #expect(errors.first?.contains(#"in a circle: "c" → "a" → "b" → "c""#) == true, "\(errors)")
    }

    @Test func aNameStandsOnce() {
        let errors = ConfigurationFixture.errors(
            Self.access + "triggers: [{name: x, after: a, job: b}, {name: x, after: a, job: c}]"
        )
        #expect(errors.count == 1 && errors[0].contains("stands twice"), "\(errors)")
    }
}
