import BelfryCore
import Testing

@testable import BelfryServer

struct TimeIntervalConfigurationTests {
    @Test func routesNameIntervals() throws {
        let text = """
            receivers: [{name: ops}]
            route:
              receiver: ops
              routes:
                - matchers: [severity="warning"]
                  mute_time_intervals: [night, month end]
                  active_time_intervals: weekdays
            time_intervals:
              - name: night
                time_intervals:
                  - times: [{start_time: '22:00', end_time: '24:00'}, {start_time: '00:00', end_time: '06:30'}]
                    location: Europe/Berlin
              - name: month end
                time_intervals:
                  - {days_of_month: ['-3:-1', 1], months: ['January:march', december, '6'], years: ['2026:2028', 2030]}
              - {name: weekdays, time_intervals: [{weekdays: ['monday:Friday']}]}
            """
        let (read, problems) = ConfigurationFixture.read(text)
        let route = try #require(read?.route?.nodes.last, "\(problems)")
        #expect(route.muteTimeIntervals.map(\.name) == ["night", "month end"])
        let night = try #require(route.muteTimeIntervals[0].specs.first)
        #expect(night.times == [1_320..<1_440, 0..<390])
        // 22:00 in Berlin in summer.
        #expect(night.contains(try #require(Instant(iso8601: "2026-07-01T20:00:00Z".utf8))))
        let end = try #require(route.muteTimeIntervals[1].specs.first)
        #expect(end.daysOfMonth == [TimeIntervalSpec.DayRange(-3, -1), TimeIntervalSpec.DayRange(1, 1)])
        #expect(end.months == [1...3, 12...12, 6...6])
        #expect(end.years == [2026...2028, 2030...2030])
        #expect(route.activeTimeIntervals.first?.specs.first?.weekdays == [1...5])
        #expect(problems.filter { $0.description.contains("interval") } == [])
    }

    @Test(arguments: [
        ("{times: [{start_time: '17:00', end_time: '09:00'}]}", "end_time must be after start_time"),
        ("{times: [{start_time: '09:00', end_time: '09:00'}]}", "end_time must be after start_time"),
        ("{times: [{start_time: '9:00', end_time: '10:00'}]}", #""9:00" is no time of day"#),
        ("{times: [{start_time: '09:60', end_time: '10:00'}]}", #""09:60" is no time of day"#),
        ("{times: [{start_time: '09:00', end_time: '24:01'}]}", #""24:01" is no time of day"#),
        ("{times: [{start_time: '09:00'}]}", #""end_time" is missing"#),
        ("{times: []}", "is empty: leave it out"),
        ("{weekdays: ['friday:monday']}", "ends before it starts"),
        ("{weekdays: [mon]}", #""mon" is no day such as monday"#),
        ("{weekdays: ['monday:tuesday:friday']}", "is no range"),
        ("{days_of_month: [0]}", #""0" is no day of a month"#),
        ("{days_of_month: ['1:32']}", #""32" is no day of a month"#),
        ("{days_of_month: ['-3:3']}", "the end must be negative too"),
        ("{days_of_month: ['10:-25']}", "day -25 is before day 10"),
        ("{days_of_month: ['20:10']}", "day 10 is before day 20"),
        ("{months: ['december:february']}", "ends before it starts"),
        ("{months: [13]}", #""13" is no month"#),
        ("{years: ['2027:2026']}", "ends before it starts"),
        ("{years: [this]}", #""this" is no year"#),
        ("{location: Europe/Atlantis}", #""Europe/Atlantis" is not an IANA zone"#),
        ("{weekday: [monday]}", #"unknown key "weekday" (did you mean "weekdays"?)"#),
    ])
    func saysWhatIsWrongWithAnInterval(spec: String, message: String) throws {
        let text = "time_intervals:\n  - name: x\n    time_intervals:\n      - \(spec)"
        let errors = ConfigurationFixture.read(text).problems.filter { $0.severity == .error }
        let found = try #require(errors.first, "nothing is wrong with \(spec)")
        #expect(found.message.contains(message), "\(found)")
        #expect(found.line == 4)
        #expect(errors.count == 1, "\(errors)")
    }

    @Test func saysWhatIsWrongWithANameAndWhatNobodyNames() throws {
        let spec = "time_intervals: [{weekdays: [monday]}]"
        let twice = "time_intervals:\n  - {name: x, \(spec)}\n  - {name: x, \(spec)}"
        #expect(ConfigurationFixture.errors(twice).contains { $0.contains(#"named "x" stands twice"#) })
        #expect(ConfigurationFixture.errors("time_intervals: [{name: x}]").count == 1)
        let unknown = """
            receivers: [{name: ops}]
            time_intervals: [{name: night, \(spec)}]
            route:
              receiver: ops
              routes:
                - {matchers: [a=b], mute_time_intervals: [nigth]}
            """
        let (_, problems) = ConfigurationFixture.read(unknown)
        let error = try #require(problems.first { $0.severity == .error })
        #expect(error.message.contains(#"named "nigth" (did you mean "night"?); time_intervals: night"#), "\(error)")
        #expect(error.line == 6)
        #expect(problems.contains { $0.message == #"no route names the time interval "night""# })
    }
}
