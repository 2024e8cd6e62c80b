import BelfryCore
import Testing

struct JobScheduleTests {
    private let noon = Instant(seconds: 1_767_268_800)

    @Test func isStrictlyAfter() throws {
        let schedule = JobSchedule.cron(try CronExpression("0 12 * * *"), zone: .utc, policy: .cron)
        #expect(schedule.next(after: noon - TimeSpan(microseconds: 1)) == noon)
        #expect(schedule.next(after: noon) == noon + .days(1))
        #expect(schedule.next(after: noon + TimeSpan(microseconds: 1)) == noon + .days(1))
    }

    @Test func anIntervalBeginsAtTheRunBefore() {
        let start = noon + TimeSpan(microseconds: 7)
        #expect(JobSchedule.every(.hours(36)).next(after: start) == start + .hours(36))
        #expect(JobSchedule.every(.zero).next(after: start) == nil)
        #expect(JobSchedule.every(.hours(-1)).next(after: start) == nil)
        #expect(JobSchedule.every(.hours(1)).next(after: Instant(microseconds: .max)) == nil)
    }

    @Test func endsWithTheYear9999() throws {
        let schedule = JobSchedule.cron(try CronExpression("@yearly"), zone: .utc, policy: .cron)
        let last = Instant(iso8601: "9999-01-01T00:00:00Z".utf8)
        #expect(schedule.next(after: try #require(Instant(iso8601: "9998-12-31T23:59:59Z".utf8))) == last)
        #expect(schedule.next(after: try #require(last)) == nil)
        #expect(schedule.next(after: Instant(microseconds: .max)) == nil)
        #expect(schedule.next(after: Instant(microseconds: .min)) == Instant(iso8601: "0001-01-01T00:00:00Z".utf8))
    }

    @Test func saysWhatItIs() throws {
        let zone = try #require(ScheduleZone("Europe/Berlin"))
        let expression = try CronExpression("0 9  * * MON-FRI")
        let local = JobSchedule.cron(expression, zone: zone, policy: .cron)
        #expect(local.text == "0 9 * * MON-FRI")
        #expect(local.timezone == "Europe/Berlin")
        #expect(JobSchedule.cron(expression, zone: zone, policy: .utc).timezone == "UTC")
        #expect(JobSchedule.every(.hours(1)).text == "every 1h")
        #expect(JobSchedule.every(.hours(1)).timezone == nil)
    }

    @Test(arguments: [
        "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "US/Eastern", "Etc/GMT+5", "CET", "Japan",
    ])
    func knowsAZoneByItsName(identifier: String) {
        #expect(ScheduleZone(identifier)?.identifier == identifier)
    }

    @Test(arguments: [
        "", "Mars/Phobos", "Berlin", "europe/berlin", "Europe/Berlin ", "UTC+2", "GMT+0230", "+02:00", "PST", "BST",
        "Z",
    ])
    func refusesWhatIsNoName(identifier: String) {
        #expect(ScheduleZone(identifier) == nil)
    }
}
