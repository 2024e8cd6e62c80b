/// A pattern of several runs that comes back every day or every week.
struct CadenceCycle {
    /// The longest time between two of its runs, in minutes.
    let longestGap: Int64
    /// Runs that have no partner.
    private let missing: Int
    /// What it says of the next run.
    let outlook: CadenceOutlook

    /// The day or the week that fits the history better; nil where neither fits.
    ///
    /// Only those two: they are the periods a calendar has, and a free choice of periods finds one in anything.
    static func find(in intervals: [Int64]) -> CadenceCycle? {
        var ages: [Int64] = [0]
        for interval in intervals.reversed() { ages.append((ages.last ?? 0) + interval) }
        let day: Int64 = 1_440
        return [day, 7 * day].compactMap { CadenceCycle(ages: ages, period: $0) }.min { $0.missing < $1.missing }
    }

    /// The cycle of a period in minutes, if the history repeats it; `ages` are minutes from each run to the last, from
    /// 0.
    ///
    /// A run has to have a partner a period later, and one a period earlier, where the history reaches that far: at
    /// least `pairsNeeded` have one, at most `partnersMissed` are missing. One run by hand, or one that was missed, is
    /// missed twice. The next run is due a period after one that had a partner before it, and that was as punctual as
    /// another: two runs by hand at about the same time are no reason to wait for a third. What is due within
    /// `widestSlack` of the last run may be that run, an hour early by daylight saving, so it is not waited for.
    private init?(ages: [Int64], period: Int64) {
        let slack = Self.slack(ages: ages)
        guard let oldest = ages.last, 2 * period <= oldest + slack, slack >= Self.leastSlack else { return nil }
        func partner(at age: Int64) -> Int64? { ages.first { abs($0 - age) <= slack } }

        var deviations: [Int64] = []
        var missing = 0
        var due: [(age: Int64, deviation: Int64)] = []
        for age in ages {
            let later = age - period
            let earlier = age + period
            if let partner = partner(at: later) {
                deviations.append(partner - later)
            } else if later > 0 {
                missing += 1
            }
            if let partner = partner(at: earlier) {
                if later < -Self.widestSlack { due.append((age, earlier - partner)) }
            } else if earlier < oldest - slack {
                missing += 1
            }
        }
        guard deviations.count >= Self.pairsNeeded, missing <= Self.partnersMissed,
            let newest = due.first, let next = due.last,
            deviations.count(where: { abs($0 - next.deviation) <= Self.punctuality }) >= 2
        else { return nil }
        self.missing = missing
        longestGap = zip(due.dropFirst(), due).map { $0.age - $1.age }.reduce(newest.age + period - next.age, max)
        outlook = CadenceOutlook(
            interval: period - next.age,
            spread: deviations.map(abs).max() ?? 0,
            agreeing: deviations.count,
            compared: deviations.count + missing
        )
    }

    /// How far from a period after a run its partner may be: the hour of daylight saving and a quarter of an hour, but
    /// less than half the way to the next run.
    private static func slack(ages: [Int64]) -> Int64 {
        let shortest = zip(ages.dropFirst(), ages).map { $0 - $1 }.min() ?? 0
        return min(widestSlack, shortest * 2 / 5)
    }

    private static let widestSlack: Int64 = 75

    /// Below this, which is runs less than 15 minutes apart, partners cannot be told from their neighbours.
    private static let leastSlack: Int64 = 6

    /// As many as there are of a steady job (`JobCadence.steadyRun`).
    private static let pairsNeeded = 6
    private static let partnersMissed = 2
    /// How far, in minutes, runs of a schedule are shifted against each other where all are shifted by daylight saving.
    private static let punctuality: Int64 = 10
}
