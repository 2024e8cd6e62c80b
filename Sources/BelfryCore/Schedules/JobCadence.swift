/// What is remembered of when the runs of a job started, from which its rhythm is learned: `expectation` says how.
///
/// Bounded: the last start to the microsecond, the last 12 intervals to the minute, and for each of the last 15 days
/// (UTC) the longest gap that ended on it. A value, fed in order and kept as `packed` between two batches.
public struct JobCadence: Hashable, Sendable {
    /// When the last run started; nil before the first.
    public private(set) var lastRunStartedAt: Instant?

    /// Whole minutes between starts, the newest last.
    private(set) var intervals: [Int64] = []

    /// The longest gap that ended on each day, the newest first, back to the day of the first run.
    private(set) var longestGaps: [GapLength] = []

    /// Two working weeks and two runs more, so that one run triggered by hand does not hide the pattern.
    static let intervalCapacity = 12
    /// Two weeks and the present day, so that whatever recurs weekly is there twice.
    static let dayCapacity = 15

    /// A cadence that has seen no run.
    public init() {}

    /// Takes in the start of a run; one that is not later than the last is ignored.
    public mutating func add(runStartedAt start: Instant) {
        guard let last = lastRunStartedAt else {
            lastRunStartedAt = start
            longestGaps = [.none]
            return
        }
        guard start > last else { return }
        lastRunStartedAt = start

        let interval = start.wholeMinutes - last.wholeMinutes
        intervals.append(interval)
        if intervals.count > Self.intervalCapacity { intervals.removeFirst() }

        let daysPassed = Int(clamping: start.wholeDays - last.wholeDays)
        longestGaps.insert(contentsOf: repeatElement(.none, count: min(daysPassed, Self.dayCapacity)), at: 0)
        longestGaps.removeLast(max(0, longestGaps.count - Self.dayCapacity))
        longestGaps[0] = max(longestGaps[0], GapLength(minutes: interval))
    }

    /// A cadence of what `packed` held.
    init(lastRunStartedAt: Instant, intervals: [Int64], longestGaps: [GapLength]) {
        self.lastRunStartedAt = lastRunStartedAt
        self.intervals = intervals
        self.longestGaps = longestGaps
    }
}

extension Instant {
    /// Minutes since the Unix epoch, rounded down.
    fileprivate var wholeMinutes: Int64 { microseconds.flooredQuotientAndRemainder(dividingBy: 60_000_000).quotient }

    /// Days since the Unix epoch, rounded down.
    fileprivate var wholeDays: Int64 { microseconds.flooredQuotientAndRemainder(dividingBy: 86_400_000_000).quotient }
}
