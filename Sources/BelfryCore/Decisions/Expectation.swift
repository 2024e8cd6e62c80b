/// When a job's next run is expected by a rule's schedule, or by what its own history shows.
struct Expectation {
    /// The run.
    let run: ExpectedRun
    /// How much later than that it may come and still be as usual.
    let tolerance: TimeSpan

    /// The run after one that began at an instant, or that was expected then and did not come; nil where nobody knows when.
    ///
    /// A run that came a little early counts: it is not expected a second time.
    init?(_ rule: Rule, _ state: JobState, after last: Instant, hasMissed: Bool = false) {
        guard let schedule = rule.schedule else {
            if hasMissed {
                self.init(cadence: state.memory.cadence, after: last)
            } else {
                self.init(cadence: state.memory.cadence)
            }
            return
        }
        let early =
            switch schedule {
            case .every: TimeSpan.zero
            case .cron: hasMissed ? TimeSpan.zero : Deadline.tolerance
            }
        guard let next = schedule.next(after: last + early) else { return nil }
        self.init(
            run: ExpectedRun(schedule: schedule.text, timezone: schedule.timezone, source: .rule, at: next),
            tolerance: .zero
        )
    }

    /// The next run of a job with this rhythm; nil while there is none to be relied on.
    init?(cadence: JobCadence, after missed: Instant? = nil) {
        guard let expectation = cadence.expectation,
            let next = missed.map({ $0 + expectation.interval }) ?? cadence.next()
        else { return nil }
        self.init(
            run: ExpectedRun(
                schedule: "every \(expectation.interval.rounded)",
                timezone: nil,
                source: .learned,
                at: next
            ),
            tolerance: expectation.tolerance
        )
    }

    private init(run: ExpectedRun, tolerance: TimeSpan) {
        self.run = run
        self.tolerance = tolerance
    }
}

extension TimeSpan {
    /// The span to the minute, or to the second where it is shorter than ten minutes: what a person would call it.
    fileprivate var rounded: TimeSpan {
        let unit: Int64 = self < .minutes(10) ? 1_000_000 : 60_000_000
        return TimeSpan(microseconds: (microseconds + unit / 2) / unit * unit)
    }
}
