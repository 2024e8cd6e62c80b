/// When a job's next run is expected, and how that is known: the columns `schedule`, `timezone`, `schedule_source` and
/// `next_expected_at` of `jobs`.
public struct ExpectedRun: Hashable, Sendable {
    /// How the schedule is known.
    public enum Source: String, Sendable {
        /// A rule says it.
        case rule
        /// The job's own history shows it.
        case learned
    }

    /// The schedule in words: a cron expression, or `every 1h`.
    public var schedule: String
    /// The zone a cron expression is read in; nil for an interval.
    public var timezone: String?
    /// How it is known.
    public var source: Source
    /// When the next run is expected.
    public var at: Instant

    /// An expectation of these values.
    public init(schedule: String, timezone: String?, source: Source, at: Instant) {
        self.schedule = schedule
        self.timezone = timezone
        self.source = source
        self.at = at
    }
}
