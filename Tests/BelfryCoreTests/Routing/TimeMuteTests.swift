import BelfryCore
import Testing

/// When a route is quiet because of the time, and until when.
struct TimeMuteTests {
    private static func interval(_ name: String, zone: String = "UTC", _ times: Range<Int>...) throws
        -> NamedTimeInterval
    {
        var spec = try #require(TimeIntervalSpec(zone: zone))
        spec.times = times
        return NamedTimeInterval(name: name, specs: [spec])
    }

    private static func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text.utf8)) }

    private static func route(mute: [NamedTimeInterval] = [], active: [NamedTimeInterval] = []) -> ResolvedRoute {
        let child = Route(matchers: [], muteTimeIntervals: mute, activeTimeIntervals: active)
        return Route(receiver: "ops", routes: [child]).match([:])[0]
    }

    @Test func aRouteIsQuietInItsMuteIntervalsUntilTheLastOfThemEnds() throws {
        let route = Self.route(mute: [try Self.interval("night", 0..<360), try Self.interval("early", 300..<420)])
        #expect(TimeMute(route, at: try Self.instant("2026-01-01T07:00:00Z")) == nil)
        let night = try #require(TimeMute(route, at: try Self.instant("2026-01-01T05:30:00.5Z")))
        #expect(night.intervals == ["night", "early"])
        #expect(!night.isOutside)
        #expect(night.until == (try Self.instant("2026-01-01T07:00:00Z")))
    }

    @Test func aRouteIsQuietOutsideOfItsActiveIntervals() throws {
        let route = Self.route(active: [try Self.interval("office", 540..<1_020)])
        #expect(TimeMute(route, at: try Self.instant("2026-01-01T09:00:00Z")) == nil)
        let evening = try #require(TimeMute(route, at: try Self.instant("2026-01-01T17:00:00Z")))
        #expect(evening.intervals == ["office"])
        #expect(evening.isOutside)
        #expect(evening.until == (try Self.instant("2026-01-02T09:00:00Z")))
    }

    @Test func aMuteIntervalHoldsInsideOfAnActiveOne() throws {
        let route = Self.route(
            mute: [try Self.interval("lunch", 720..<780)],
            active: [try Self.interval("office", 540..<1_020)]
        )
        let lunch = try #require(TimeMute(route, at: try Self.instant("2026-01-01T12:10:00Z")))
        #expect(lunch.intervals == ["lunch"])
        #expect(lunch.until == (try Self.instant("2026-01-01T13:00:00Z")))
    }

    @Test func whatLastsLongerIsLookedAtAgainAfterADay() throws {
        var year = try #require(TimeIntervalSpec())
        year.years = [2026...2026]
        let route = Self.route(mute: [NamedTimeInterval(name: "year", specs: [year])])
        let start = try Self.instant("2026-01-01T00:00:01Z")
        #expect(TimeMute(route, at: start)?.until == start + .days(1))
        let nothing = Self.route(active: [NamedTimeInterval(name: "never", specs: [])])
        #expect(TimeMute(nothing, at: start)?.until == start + .days(1))
    }

    @Test(arguments: [
        // Berlin goes from 02:00 to 03:00: 02:30 never is, and what would have ended then ends at the change.
        ("2026-03-29T00:30:00Z", 60..<150, "2026-03-29T01:00:00Z"),
        // It goes from 03:00 back to 02:00: an interval until 02:30 ends at the first 02:30, and the second 02:00 begins it again.
        ("2026-10-25T00:10:00Z", 60..<150, "2026-10-25T00:30:00Z"),
        ("2026-10-25T01:10:00Z", 60..<150, "2026-10-25T01:30:00Z"),
        // Outside of a change.
        ("2026-10-26T01:10:00Z", 60..<150, "2026-10-26T01:30:00Z"),
    ])
    func itEndsByTheClockOfItsZoneOnBothDaysOfTheYear(now: String, times: Range<Int>, end: String) throws {
        let route = Self.route(mute: [try Self.interval("night", zone: "Europe/Berlin", times)])
        #expect(TimeMute(route, at: try Self.instant(now))?.until.iso8601 == end)
    }

    @Test func intervalsAreNotInherited() throws {
        let night = try Self.interval("night", 0..<360)
        let root = Route(
            receiver: "ops",
            routes: [Route(matchers: [], muteTimeIntervals: [night], routes: [Route(matchers: [])])]
        )
        #expect(root.nodes.map { $0.muteTimeIntervals.count } == [0, 1, 0])
    }
}
