import BelfryCore
import Testing

/// Both days of the year on which clocks are changed, in zones that do it at different hours and by different lengths.
struct DaylightSavingTests {
    struct Day: CustomTestStringConvertible {
        let zone: String
        let cron: String
        let after: String
        let expected: [DaylightSavingPolicy: [String]]

        init(_ zone: String, _ cron: String, after: String, _ expected: [DaylightSavingPolicy: [String]]) {
            self.zone = zone
            self.cron = cron
            self.after = after
            self.expected = expected
        }

        var testDescription: String { "\(cron) in \(zone) after \(after)" }
    }

    @Test(arguments: [
        Day(
            "Europe/Berlin",
            "30 2 * * *",
            after: "2026-03-28T12:00:00+01:00",
            [
                .cron: ["2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"],
                .skip: ["2026-03-30T02:30:00+02:00"],
                .repeat: ["2026-03-30T02:30:00+02:00"],
                .utc: ["2026-03-29T02:30:00Z", "2026-03-30T02:30:00Z"],
            ]
        ),
        Day(
            "Europe/Berlin",
            "0,30 2,3 * * *",
            after: "2026-03-28T12:00:00+01:00",
            [
                .cron: ["2026-03-29T03:00:00+02:00", "2026-03-29T03:30:00+02:00", "2026-03-30T02:00:00+02:00"],
                .skip: ["2026-03-29T03:00:00+02:00", "2026-03-29T03:30:00+02:00", "2026-03-30T02:00:00+02:00"],
            ]
        ),
        Day(
            "Europe/Berlin",
            "*/30 * * * *",
            after: "2026-03-29T01:30:00+01:00",
            [
                .cron: ["2026-03-29T03:00:00+02:00", "2026-03-29T03:30:00+02:00"],
                .skip: ["2026-03-29T03:00:00+02:00", "2026-03-29T03:30:00+02:00"],
                .repeat: ["2026-03-29T03:00:00+02:00", "2026-03-29T03:30:00+02:00"],
            ]
        ),
        Day(
            "Europe/Berlin",
            "*/30 2 * * *",
            after: "2026-03-29T01:30:00+01:00",
            [.cron: ["2026-03-30T02:00:00+02:00"]]
        ),
        Day(
            "Europe/Riga",
            "30 1,2,3,4,5 * * *",
            after: "2021-03-28T01:30:00+02:00",
            [
                .cron: [
                    "2021-03-28T02:30:00+02:00", "2021-03-28T04:00:00+03:00", "2021-03-28T04:30:00+03:00",
                    "2021-03-28T05:30:00+03:00",
                ]
            ]
        ),
        Day(
            "America/New_York",
            "30 2 * * *",
            after: "2026-03-07T12:00:00-05:00",
            [
                .cron: ["2026-03-08T03:00:00-04:00", "2026-03-09T02:30:00-04:00"],
                .skip: ["2026-03-09T02:30:00-04:00"],
                .repeat: ["2026-03-09T02:30:00-04:00"],
                .utc: ["2026-03-08T02:30:00Z"],
            ]
        ),
        Day(
            "Australia/Lord_Howe",
            "15 2 * * *",
            after: "2026-10-03T12:00:00+10:30",
            [
                .cron: ["2026-10-04T02:30:00+11:00", "2026-10-05T02:15:00+11:00"],
                .skip: ["2026-10-05T02:15:00+11:00"],
                .repeat: ["2026-10-05T02:15:00+11:00"],
            ]
        ),
        Day(
            "America/Santiago",
            "30 0 * * *",
            after: "2026-09-05T12:00:00-04:00",
            [
                .cron: ["2026-09-06T01:00:00-03:00", "2026-09-07T00:30:00-03:00"],
                .skip: ["2026-09-07T00:30:00-03:00"],
                .repeat: ["2026-09-07T00:30:00-03:00"],
            ]
        ),
        Day(
            "Africa/Cairo",
            "@daily",
            after: "2026-04-23T12:00:00+02:00",
            [
                .cron: ["2026-04-24T01:00:00+03:00", "2026-04-25T00:00:00+03:00"],
                .skip: ["2026-04-25T00:00:00+03:00"],
            ]
        ),
    ])
    func springForward(day: Day) throws { try check(day) }

    @Test(arguments: [
        Day(
            "Europe/Berlin",
            "30 2 * * *",
            after: "2026-10-24T12:00:00+02:00",
            [
                .cron: ["2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"],
                .skip: ["2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"],
                .repeat: ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00", "2026-10-26T02:30:00+01:00"],
                .utc: ["2026-10-25T02:30:00Z", "2026-10-26T02:30:00Z"],
            ]
        ),
        Day(
            "Europe/Berlin",
            "30 2 * * *",
            after: "2026-10-25T02:10:00+01:00",
            [
                .cron: ["2026-10-26T02:30:00+01:00"],
                .skip: ["2026-10-26T02:30:00+01:00"],
                .repeat: ["2026-10-25T02:30:00+01:00"],
            ]
        ),
        Day(
            "Europe/Berlin",
            "*/30 * * * *",
            after: "2026-10-25T02:30:00+02:00",
            [
                .cron: ["2026-10-25T02:00:00+01:00", "2026-10-25T02:30:00+01:00", "2026-10-25T03:00:00+01:00"],
                .skip: ["2026-10-25T03:00:00+01:00"],
                .repeat: ["2026-10-25T02:00:00+01:00", "2026-10-25T02:30:00+01:00", "2026-10-25T03:00:00+01:00"],
            ]
        ),
        Day(
            "Europe/Riga",
            "0 3 * * *",
            after: "2021-10-30T12:00:00+03:00",
            [
                .cron: ["2021-10-31T03:00:00+03:00", "2021-11-01T03:00:00+02:00"]
            ]
        ),
        Day(
            "Europe/Riga",
            "0 * * * *",
            after: "2021-10-31T03:00:00+03:00",
            [
                .cron: ["2021-10-31T03:00:00+02:00", "2021-10-31T04:00:00+02:00"],
                .skip: ["2021-10-31T04:00:00+02:00"],
            ]
        ),
        Day(
            "America/New_York",
            "30 1 * * *",
            after: "2026-10-31T12:00:00-04:00",
            [
                .cron: ["2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"],
                .skip: ["2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"],
                .repeat: ["2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00", "2026-11-02T01:30:00-05:00"],
            ]
        ),
        Day(
            "Australia/Lord_Howe",
            "45 1 * * *",
            after: "2026-04-04T12:00:00+11:00",
            [
                .cron: ["2026-04-05T01:45:00+11:00", "2026-04-06T01:45:00+10:30"],
                .repeat: ["2026-04-05T01:45:00+11:00", "2026-04-05T01:45:00+10:30", "2026-04-06T01:45:00+10:30"],
            ]
        ),
        Day(
            "America/Santiago",
            "30 23 * * *",
            after: "2026-04-04T12:00:00-03:00",
            [
                .cron: ["2026-04-04T23:30:00-03:00", "2026-04-05T23:30:00-04:00"],
                .repeat: ["2026-04-04T23:30:00-03:00", "2026-04-04T23:30:00-04:00", "2026-04-05T23:30:00-04:00"],
            ]
        ),
        Day(
            "Africa/Cairo",
            "30 23 * * *",
            after: "2026-10-29T12:00:00+03:00",
            [
                .cron: ["2026-10-29T23:30:00+03:00", "2026-10-30T23:30:00+02:00"]
            ]
        ),
    ])
    func fallBack(day: Day) throws { try check(day) }

    @Test(arguments: [
        Day("Pacific/Apia", "0 12 * * *", after: "2011-12-29T12:00:00-10:00", [.cron: ["2011-12-31T12:00:00+14:00"]]),
        Day(
            "Europe/Berlin",
            "0 12 1 8 *",
            after: "2026-09-01T00:00:00+02:00",
            [
                .cron: ["2027-08-01T12:00:00+02:00", "2028-08-01T12:00:00+02:00"]
            ]
        ),
        Day(
            "Europe/Berlin",
            "30 2 25 10 *",
            after: "2026-01-01T00:00:00+01:00",
            [
                .cron: ["2026-10-25T02:30:00+02:00", "2027-10-25T02:30:00+02:00"],
                .repeat: ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00", "2027-10-25T02:30:00+02:00"],
            ]
        ),
    ])
    func looksPastChangesFarAway(day: Day) throws { try check(day) }

    private func check(_ day: Day) throws {
        for (policy, expected) in day.expected {
            let zone = try #require(ScheduleZone(day.zone))
            let schedule = JobSchedule.cron(try CronExpression(day.cron), zone: zone, policy: policy)
            var time = try #require(Instant(iso8601: day.after.utf8))
            for text in expected {
                time = try #require(schedule.next(after: time))
                #expect(time == Instant(iso8601: text.utf8), "\(policy): \(time.iso8601) is not \(text)")
            }
        }
    }
}
