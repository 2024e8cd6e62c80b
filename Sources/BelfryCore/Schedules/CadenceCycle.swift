/// A pattern of several runs that comes back after a period.
struct CadenceCycle {
    /// The longest time between two of its runs, in minutes.
    let longestGap: Int64
    /// Runs that have no partner.
    private let missing: Int
    /// What it says of the next run.
    let outlook: CadenceOutlook

    /// The cycle of two runs up to a number that fits the history best, the shortest of those that fit alike; nil where
    /// none fits.
    ///
    /// Periods are looked for between the last run and those before it, and, as the last may be one triggered by hand,
    /// between the last but one and those before it.
    static func find(in intervals: [Int64], upTo longest: Int) -> CadenceCycle? {
        var ages: [Int64] = [0]
        for interval in intervals.reversed() { ages.append((ages.last ?? 0) + interval) }
        var best: CadenceCycle?
        for runs in 2...longest {
            for newest in 0...1 where newest + runs < ages.count {
                let cycle = CadenceCycle(ages: ages, period: ages[newest + runs] - ages[newest])
                guard let cycle, best.map({ cycle.missing < $0.missing }) ?? true else { continue }
                best = cycle
            }
        }
        return best
    }

    /// The cycle of a period, if the history repeats it.
    ///
    /// A run has to have a partner a period later, and one a period earlier, where the history reaches that far: at least
    /// `pairsNeeded` have one, at most `partnersMissed` are missing. One run by hand, or one that was missed, is missed twice.
    ///
    /// - Parameter ages: Minutes from each run to the last, ascending from 0.
    private init?(ages: [Int64], period: Int64) {
        let slack = Self.slack(ages: ages)
        guard let oldest = ages.last, 2 * period <= oldest + slack, slack >= Self.leastSlack else { return nil }
        func partner(at age: Int64) -> Int64? { ages.first { abs($0 - age) <= slack } }

        var offBy: [Int64] = []
        var missing = 0
        var verified: [Int64] = []
        for age in ages {
            let later = age - period
            if let partner = partner(at: later) { offBy.append(abs(partner - later)) } else if later > 0 { missing += 1 }
            let earlier = age + period
            if partner(at: earlier) != nil {
                if later < -slack { verified.append(age) }
            } else if earlier < oldest - slack {
                missing += 1
            }
        }
        guard offBy.count >= Self.pairsNeeded, missing <= Self.partnersMissed,
            let newest = verified.first, let first = verified.last
        else { return nil }
        self.missing = missing
        longestGap = zip(verified.dropFirst(), verified).map { $0 - $1 }.reduce(newest + period - first, max)
        outlook = CadenceOutlook(
            interval: period - first,
            spread: offBy.max() ?? 0,
            agreeing: offBy.count,
            compared: offBy.count + missing
        )
    }

    /// How far from a period after a run its partner may be: the hour of daylight saving and a quarter of an hour, but less
    /// than half the way to the next run.
    private static func slack(ages: [Int64]) -> Int64 {
        let shortest = zip(ages.dropFirst(), ages).map { $0 - $1 }.min() ?? 0
        return min(75, shortest * 2 / 5)
    }

    /// Below this, which is runs less than 15 minutes apart, partners cannot be told from their neighbours.
    private static let leastSlack: Int64 = 6

    /// As many as there are of a steady job (`JobCadence.steadyRun`).
    private static let pairsNeeded = 6
    private static let partnersMissed = 2
}
