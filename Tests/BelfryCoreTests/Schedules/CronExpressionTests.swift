import BelfryCore
import Testing

struct CronExpressionTests {
    /// The first times in UTC from the start of 2026, a Thursday.
    private func times(_ text: String, _ count: Int) throws -> [String] {
        let schedule = JobSchedule.cron(try CronExpression(text), zone: .utc, policy: .cron)
        var time = Instant(microseconds: 1_767_225_600_000_000 - 1)
        return try (0..<count).map { _ in
            time = try #require(schedule.next(after: time))
            return String(time.iso8601.dropLast(4))
        }
    }

    @Test(arguments: [
        ("* * * * *", ["2026-01-01T00:00", "2026-01-01T00:01"]),
        ("*/35 * * * *", ["2026-01-01T00:00", "2026-01-01T00:35", "2026-01-01T01:00"]),
        ("5-20/10 3 * * *", ["2026-01-01T03:05", "2026-01-01T03:15", "2026-01-02T03:05"]),
        ("50/4 0 * * *", ["2026-01-01T00:50", "2026-01-01T00:54", "2026-01-01T00:58", "2026-01-02T00:50"]),
        ("0 0/12 * * *", ["2026-01-01T00:00", "2026-01-01T12:00"]),
        ("*/100 5 * * *", ["2026-01-01T05:00", "2026-01-02T05:00"]),
        ("7,3 23,1 * * *", ["2026-01-01T01:03", "2026-01-01T01:07", "2026-01-01T23:03"]),
        ("0 0 1 JAN,Jul *", ["2026-01-01T00:00", "2026-07-01T00:00", "2027-01-01T00:00"]),
        ("0 9 * * mon-FRI", ["2026-01-01T09:00", "2026-01-02T09:00", "2026-01-05T09:00"]),
        ("0 0 * * 0", ["2026-01-04T00:00", "2026-01-11T00:00"]),
        ("0 0 * * 7", ["2026-01-04T00:00", "2026-01-11T00:00"]),
        ("0 0 * * 6-7", ["2026-01-03T00:00", "2026-01-04T00:00", "2026-01-10T00:00"]),
        ("0 0 * * 5/1", ["2026-01-02T00:00", "2026-01-03T00:00", "2026-01-04T00:00", "2026-01-09T00:00"]),
        ("0 0 31 * *", ["2026-01-31T00:00", "2026-03-31T00:00", "2026-05-31T00:00"]),
        ("0 0 29 2 *", ["2028-02-29T00:00", "2032-02-29T00:00"]),
        ("0 0 29 2 */7", ["2032-02-29T00:00", "2060-02-29T00:00"]),
        ("59 23 31 12 *", ["2026-12-31T23:59", "2027-12-31T23:59"]),
        (" 0\t0  1 *  * ", ["2026-01-01T00:00", "2026-02-01T00:00"]),
        ("@hourly", ["2026-01-01T00:00", "2026-01-01T01:00"]),
        ("@daily", ["2026-01-01T00:00", "2026-01-02T00:00"]),
        ("@midnight", ["2026-01-01T00:00", "2026-01-02T00:00"]),
        ("@weekly", ["2026-01-04T00:00", "2026-01-11T00:00"]),
        ("@monthly", ["2026-01-01T00:00", "2026-02-01T00:00"]),
        ("@yearly", ["2026-01-01T00:00", "2027-01-01T00:00"]),
        ("@Annually", ["2026-01-01T00:00", "2027-01-01T00:00"]),
    ])
    func namesTheTimesOfItsFields(text: String, expected: [String]) throws {
        #expect(try times(text, expected.count) == expected)
    }

    @Test(arguments: [
        ("0 0 13 * 5", ["2026-01-02", "2026-01-09", "2026-01-13", "2026-01-16"]),
        ("0 0 13 * *", ["2026-01-13", "2026-02-13"]),
        ("0 0 * * 5", ["2026-01-02", "2026-01-09"]),
        ("0 0 */2 * 1", ["2026-01-05", "2026-01-19", "2026-02-09"]),
        ("0 0 1-31/2 * 1", ["2026-01-01", "2026-01-03", "2026-01-05", "2026-01-07"]),
        ("0 0 13 * */5", ["2026-02-13", "2026-03-13", "2026-09-13"]),
        ("0 0 30 2 1", ["2026-02-02", "2026-02-09"]),
    ])
    func needsOneOfTheDaysWhereNeitherBeginsWithAStar(text: String, expected: [String]) throws {
        #expect(try times(text, expected.count) == expected.map { $0 + "T00:00" })
    }

    @Test(arguments: [
        ("", "a cron expression has five fields (minute, hour, day of month, month, day of week), not 0"),
        ("* * * *", "a cron expression has five fields (minute, hour, day of month, month, day of week), not 4"),
        (
            "0 0 0 * * *",
            "a cron expression with 6 fields has seconds or a year, "
                + "write the five fields minute, hour, day of month, month, day of week"
        ),
        (
            "CRON_TZ=Europe/Riga 0 0 * * *",
            "\"CRON_TZ=Europe/Riga\" does not belong into the expression, set the time zone of the job instead"
        ),
        ("@reboot", "@reboot has no time of day, so nothing can be expected of it; leave the schedule out"),
        (
            "@every 1h30m",
            "@every is an interval and has no time of day, write the job's interval instead of a cron expression"
        ),
        (
            "@fortnightly",
            "\"@fortnightly\" is not known, "
                + "write one of @hourly @daily @midnight @weekly @monthly @yearly @annually"
        ),
        ("60 * * * *", "the minute \"60\" is out of range, write 0 to 59"),
        ("0 24 * * *", "the hour \"24\" is out of range, write 0 to 23"),
        ("0 0 0 * *", "the day of month \"0\" is out of range, write 1 to 31"),
        ("0 0 1 13 *", "the month \"13\" is out of range, write 1 to 12 or jan to dec"),
        ("0 0 * * 8", "the day of week \"8\" is out of range, write 0 to 7 or sun to sat"),
        ("0 0 * * someday", "the day of week \"someday\" is not a value, write 0 to 7 or sun to sat"),
        ("0 0 1 monday *", "the month \"monday\" is not a value, write 1 to 12 or jan to dec"),
        ("-1 * * * *", "the minute \"-1\" is not a value, write 0 to 59"),
        ("+1 * * * *", "the minute \"+1\" is not a value, write 0 to 59"),
        ("1-2-3 * * * *", "the minute \"1-2-3\" is not a value, write 0 to 59"),
        ("*-5 * * * *", "the minute \"*-5\" is not a value, write 0 to 59"),
        ("99999999999999999999 * * * *", "the minute \"99999999999999999999\" is not a value, write 0 to 59"),
        ("1,,2 * * * *", "the minute \"1,,2\" has nothing on one side of a comma, leave the comma out"),
        ("0 22-3 * * *", "the hour range \"22-3\" ends before it begins, write 22-23,0-3"),
        ("0 0 * * sat-sun", "the day of week range \"sat-sun\" ends before it begins, write 6-7"),
        ("0 0 * * fri-mon", "the day of week range \"fri-mon\" ends before it begins, write 5-7,1"),
        (
            "*/0 * * * *",
            "the minute \"*/0\" has a bad step, write one number from 1 after the \"/\", such as */5"
        ),
        (
            "*/5/2 * * * *",
            "the minute \"*/5/2\" has a bad step, write one number from 1 after the \"/\", such as */5"
        ),
        ("0 0 ? * 1", "the day of month \"?\" has \"?\", write * instead"),
        (
            "0~30 * * * *",
            "the minute \"0~30\" has \"~\", a value picked at random, which nobody can predict; "
                + "write the value that was picked"
        ),
        (
            "H * * * *",
            "the minute \"H\" has \"H\", a value picked at random, which nobody can predict; "
                + "write the value that was picked"
        ),
        (
            "0 0 L * *",
            "the day of month \"L\" has \"L\", the last day, which five-field cron cannot say; "
                + "write days as numbers, such as 28-31"
        ),
        (
            "0 0 15W * *",
            "the day of month \"15W\" has \"W\", the nearest weekday, which five-field cron cannot say; "
                + "write days as numbers"
        ),
        (
            "0 0 * * mon#2",
            "the day of week \"mon#2\" has \"#\", a week of the month, which five-field cron cannot say; "
                + "write days as numbers, such as 8-14"
        ),
        ("30 2 31 2 *", "\"30 2 31 2 *\" never happens: none of its months has such a day of month"),
        (
            "0 0 31 4,jun,9,11 */2",
            "\"0 0 31 4,jun,9,11 */2\" never happens: none of its months has such a day of month"
        ),
    ])
    func saysWhatIsWrong(text: String, problem: String) {
        let error = #expect(throws: CronExpressionError.self) { try CronExpression(text) }
        #expect(error?.description == problem)
    }
}
