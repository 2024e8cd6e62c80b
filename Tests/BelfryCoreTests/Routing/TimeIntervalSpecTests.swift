import BelfryCore
import Testing

/// Which moments lie in a time interval: Alertmanager's semantics.
struct TimeIntervalSpecTests {
    private static func spec(_ zone: String = "UTC", _ change: (inout TimeIntervalSpec) -> Void) throws
        -> TimeIntervalSpec
    {
        var spec = try #require(TimeIntervalSpec(zone: zone))
        change(&spec)
        return spec
    }

    private static func contains(_ spec: TimeIntervalSpec, _ text: String) throws -> Bool {
        spec.contains(try #require(Instant(iso8601: text.utf8)))
    }

    @Test(arguments: [
        ("08:59:59.999999", false), ("09:00:00", true), ("16:59:59.999999", true), ("17:00:00", false),
        ("21:59:00", false), ("22:00:00", true), ("23:59:59.999999", true), ("00:00:00", false),
    ])
    func aTimeOfDayExcludesItsEndAndMayEndAtMidnight(time: String, isIn: Bool) throws {
        let spec = try Self.spec { $0.times = [540..<1_020, 1_320..<1_440] }
        #expect(try Self.contains(spec, "2026-03-04T\(time)Z") == isIn)
    }

    @Test(arguments: [
        ("2026-11-22", true), ("2026-11-23", false), ("2026-11-27", false), ("2026-11-28", true), ("1969-12-28", true),
        ("1969-12-31", false),
    ])
    func aWeekdayIsThatOfTheDate(date: String, isWeekend: Bool) throws {
        let spec = try Self.spec { $0.weekdays = [0...0, 6...6] }
        #expect(try Self.contains(spec, "\(date)T12:00:00Z") == isWeekend)
    }

    @Test(
        arguments: [
            ([(1, 1)], "2026-02-01", true), ([(1, 1)], "2026-02-02", false), ([(-1, -1)], "2026-02-28", true),
            ([(-1, -1)], "2028-02-28", false), ([(-1, -1)], "2028-02-29", true), ([(-1, -1)], "2026-12-31", true),
            ([(-3, -1)], "2026-04-28", true), ([(-3, -1)], "2026-04-27", false), ([(25, -5)], "2026-04-26", true),
            ([(25, -5)], "2026-04-27", false), ([(29, 31)], "2026-02-28", false), ([(28, 31)], "2026-02-28", true),
            ([(31, 31)], "2026-04-30", false), ([(-31, -30)], "2026-02-01", false), ([(-31, -28)], "2026-02-01", true),
            ([(1, 2), (-1, -1)], "2026-06-30", true), ([(25, -5)], "2026-02-24", false),
        ] as [([(Int, Int)], String, Bool)]
    )
    func daysOfAMonthCountFromEitherEndAndAreCutAtIts(ranges: [(Int, Int)], date: String, isIn: Bool) throws {
        let spec = try Self.spec { $0.daysOfMonth = ranges.map { TimeIntervalSpec.DayRange($0.0, $0.1) } }
        #expect(try Self.contains(spec, "\(date)T12:00:00Z") == isIn)
    }

    @Test func everyConditionHasToBeFulfilled() throws {
        let spec = try Self.spec {
            $0.months = [12...12, 1...2]
            $0.years = [2026...2027]
            $0.weekdays = [1...5]
        }
        #expect(try Self.contains(spec, "2026-01-02T00:00:00Z"))
        #expect(try !Self.contains(spec, "2026-01-03T00:00:00Z"))
        #expect(try !Self.contains(spec, "2026-03-02T00:00:00Z"))
        #expect(try Self.contains(spec, "2027-12-31T23:59:59Z"))
        #expect(try !Self.contains(spec, "2028-01-03T00:00:00Z"))
    }

    @Test(arguments: [
        // Summer, winter, and the hour that New York sets back: 05:30Z and 06:30Z are both 01:30 there.
        ("2026-07-01T12:59:59Z", false), ("2026-07-01T13:00:00Z", true), ("2026-12-01T13:00:00Z", false),
        ("2026-12-01T14:00:00Z", true), ("2026-11-02T02:00:00Z", false),
    ])
    func itsClockIsThatOfItsZone(moment: String, isIn: Bool) throws {
        let spec = try Self.spec("America/New_York") { $0.times = [540..<1_020] }
        #expect(try Self.contains(spec, moment) == isIn)
    }

    @Test func aDateIsThatOfItsZone() throws {
        let spec = try Self.spec("Asia/Tokyo") {
            $0.weekdays = [1...1]
            $0.daysOfMonth = [TimeIntervalSpec.DayRange(1, 1)]
        }
        #expect(try !Self.contains(spec, "2026-05-31T14:59:59Z"))
        #expect(try Self.contains(spec, "2026-05-31T15:00:00Z"), "Monday, the first of June, begins there")
        #expect(try !Self.contains(spec, "2026-06-01T15:00:00Z"))
    }

    @Test(arguments: ["Europe/Nowhere", "CEST", "", "utc"])
    func anUnknownZoneIsNone(zone: String) {
        #expect(TimeIntervalSpec(zone: zone) == nil)
    }
}
