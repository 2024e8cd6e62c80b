/// What one way of reading a cadence makes of it, in minutes.
struct CadenceOutlook {
    /// From the last run to the next.
    let interval: Int64
    /// How far the runs compared were off.
    let spread: Int64
    /// Pairs of runs, or days, that agreed.
    let agreeing: Int
    /// Those that were compared.
    let compared: Int

    /// How late a run may be: an eighth of the interval and at least ten minutes, twice the spread, and the hour by
    /// which a change to winter time can lengthen an interval of two hours or more.
    ///
    /// An eighth, because a gap that is longer than that counts as unusual (`JobCadence.isUsualAsLongestGap`) for
    /// certain.
    private var tolerance: Int64 {
        max(10, interval / 8) + 2 * spread + (interval >= 120 ? 60 : 0)
    }

    /// The same for whoever asked.
    var expectation: JobCadence.Expectation {
        JobCadence.Expectation(
            interval: .minutes(interval),
            tolerance: .minutes(tolerance),
            confidence: Double(agreeing) / Double(compared)
        )
    }
}
