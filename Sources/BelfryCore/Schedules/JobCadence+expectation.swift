extension JobCadence {
    /// When the next run of a job is expected, by what its runs did so far.
    public struct Expectation: Hashable, Sendable {
        /// From the start of the last run to that of the next.
        public var interval: TimeSpan
        /// How much later the run may start before it is missed.
        public var tolerance: TimeSpan
        /// The share of the compared intervals that agreed: more than 0, at most 1.
        public var confidence: Double

        /// An expectation of an interval.
        public init(interval: TimeSpan, tolerance: TimeSpan, confidence: Double) {
            self.interval = interval
            self.tolerance = tolerance
            self.confidence = confidence
        }
    }

    /// When the next run is expected, its tolerance not yet added; nil where there is no expectation.
    public func next() -> Instant? {
        guard let lastRunStartedAt, let expectation else { return nil }
        return lastRunStartedAt + expectation.interval
    }

    /// What is expected of the next run; nil until the job is known well enough.
    ///
    /// Nothing is expected before the job was seen for `daysUntilKnown` days, since only a whole week shows that an
    /// hourly job is not one of working hours. Then the first of three readings that fits decides:
    ///
    /// 1. *Steady*: the last `steadyRun` intervals agree with their median, or at least `steadyMajority` of those
    ///    remembered do and at most one is longer; shorter ones are runs triggered by hand. The median is expected.
    /// 2. *Repeating*: the runs return every day or every week (`CadenceCycle`), two periods of which are remembered:
    ///    up to six a day or a week. The next run is expected that took place one and two periods before.
    /// 3. *Weekly*: the longest gap that ended on each day of the last week is that of the week before, on at least
    ///    `workingDays` days with runs. The longest gap of all is expected.
    ///
    /// Readings 1 and 2 hold only where the gap they expect is the longest that is usual (`isUsualAsLongestGap`), which
    /// a weekend that repeats prevents. Intervals agree where they differ by at most a sixteenth, or six minutes.
    ///
    /// So a job whose interval grew is late once or twice and then known again after at most six runs; one whose
    /// interval shrank is known after a week without the old gap. What runs at random, or in a pattern longer than a
    /// week and not steady, gives no expectation, except that a job that runs all day long may be known by the longest
    /// gap of its days. What recurs by the month is not seen: a daily job that rests from the 26th on is expected then.
    /// A change of the clock can leave reading 3 without expectation for two weeks, and reading 2 for a day.
    ///
    /// The tolerance is `CadenceOutlook.tolerance`: at most a quarter of a steady interval and an hour.
    public var expectation: Expectation? {
        guard longestGaps.count >= Self.daysUntilKnown else { return nil }
        return (steady ?? repeating ?? weekly)?.expectation
    }

    /// A week, and a day for each of its ends, of which only a part was seen.
    static let daysUntilKnown = 9
    /// A handful; intervals drawn at random agree that long less than once in a thousand runs (`JobCadenceTests`).
    static let steadyRun = 6
    /// Two thirds of the intervals remembered: two runs by hand among twelve are allowed for.
    static let steadyMajority = 8
    /// The days that must have runs in both weeks.
    static let workingDays = 5
    /// Unusual gaps in two weeks that are taken for missed runs.
    static let longGapsForgiven = 2

    /// How far from an interval another may be to agree with it, in minutes.
    ///
    /// A sixteenth of a day is the hour of daylight saving and half an hour of jitter; intervals are known to a minute.
    static func slack(of interval: Int64) -> Int64 { max(6, interval / 16) }

    private var steady: CadenceOutlook? {
        steady(in: intervals.suffix(Self.steadyRun), needing: Self.steadyRun, longerAllowed: 0)
            ?? steady(in: intervals[...], needing: Self.steadyMajority, longerAllowed: 1)
    }

    private func steady(in recent: ArraySlice<Int64>, needing needed: Int, longerAllowed: Int) -> CadenceOutlook? {
        guard recent.count >= needed else { return nil }
        let median = recent.sorted()[recent.count / 2]
        let slack = Self.slack(of: median)
        let differences = recent.map { $0 - median }
        let agreeing = differences.filter { abs($0) <= slack }
        guard agreeing.count >= needed, differences.count(where: { $0 > slack }) <= longerAllowed,
            isUsualAsLongestGap(median)
        else { return nil }
        return CadenceOutlook(
            interval: median,
            spread: agreeing.map(abs).max() ?? 0,
            agreeing: agreeing.count,
            compared: recent.count
        )
    }

    private var repeating: CadenceOutlook? {
        let cycle = CadenceCycle.find(in: intervals)
        guard let cycle, isUsualAsLongestGap(cycle.longestGap) else { return nil }
        return cycle.outlook
    }

    private var weekly: CadenceOutlook? {
        guard longestGaps.count == Self.dayCapacity else { return nil }
        // The present day is left out: its longest gap may be still to come.
        let thisWeek = longestGaps[1...7]
        let lastWeek = longestGaps[8...14]
        let agreeing = zip(thisWeek, lastWeek).filter { now, before in
            (now == .none) == (before == .none) && now.isLike(before)
        }
        let withRuns = agreeing.count { now, _ in now != .none }
        guard agreeing.count == thisWeek.count, withRuns >= Self.workingDays, let longest = longestGaps.max() else {
            return nil
        }
        return CadenceOutlook(interval: longest.minutes, spread: 0, agreeing: agreeing.count, compared: thisWeek.count)
    }

    /// Whether gaps that are clearly longer than one do not belong to the job's rhythm.
    ///
    /// That is so where none ended in the last seven days; or where in two weeks there were at most `longGapsForgiven`
    /// and no two of them a week apart: missed runs, a pause.
    private func isUsualAsLongestGap(_ gap: Int64) -> Bool {
        let usual = GapLength(minutes: gap + Self.slack(of: gap))
        let daysOfLongGaps = longestGaps.indices.filter { longestGaps[$0] > usual }
        if daysOfLongGaps.allSatisfy({ $0 > 7 }) { return true }
        guard longestGaps.count == Self.dayCapacity, daysOfLongGaps.count <= Self.longGapsForgiven else { return false }
        return daysOfLongGaps.allSatisfy { day in
            daysOfLongGaps.allSatisfy { !(6...8).contains($0 - day) }
        }
    }
}
