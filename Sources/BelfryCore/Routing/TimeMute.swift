/// Whether a route is to be quiet because of the time, by its `mute_time_intervals` and `active_time_intervals`.
public struct TimeMute: Hashable, Sendable {
    /// How far ahead its end is looked for: a mute that lasts longer is looked at again then.
    static let horizon = TimeSpan.days(1)

    /// The names of the intervals that keep it quiet: those it lies in, or the active ones outside of all of which it is.
    public var intervals: [String]
    /// Whether it is quiet because it is outside of its active intervals.
    public var isOutside: Bool
    /// When it ends, or when to look again, at most a day later.
    public var until: Instant

    /// Why a route is quiet at `now`; nil where it is not.
    public init?(_ route: ResolvedRoute, at now: Instant) {
        guard let (intervals, isOutside) = Self.reason(route, at: now) else { return nil }
        self.intervals = intervals
        self.isOutside = isOutside
        let specs = (route.muteTimeIntervals + route.activeTimeIntervals).flatMap(\.specs)
        let latest = now + Self.horizon
        var moment = now
        repeat {
            moment = specs.map { [moment] in $0.nextBoundary(after: moment) }.min() ?? latest
        } while moment < latest && Self.reason(route, at: moment) != nil
        until = min(moment, latest)
    }

    /// The mute of the group's alerts.
    var mute: Mute {
        let names = intervals.joined(separator: ", ")
        return Mute(.muted, by: isOutside ? "outside of \(names)" : names, until: until)
    }

    private static func reason(_ route: ResolvedRoute, at now: Instant) -> (intervals: [String], isOutside: Bool)? {
        let muting = route.muteTimeIntervals.filter { $0.contains(now) }
        if !muting.isEmpty { return (muting.map(\.name), false) }
        let active = route.activeTimeIntervals
        return active.isEmpty || active.contains { $0.contains(now) } ? nil : (active.map(\.name), true)
    }
}
