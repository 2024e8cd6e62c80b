/// When the runs of a job are expected.
public enum JobSchedule: Hashable, Sendable {
    /// At the local times a cron expression names in a zone.
    case cron(CronExpression, zone: ScheduleZone, policy: DaylightSavingPolicy)
    /// A length of time after the run before.
    case every(TimeSpan)

    /// The first expected time strictly after an instant.
    ///
    /// Cron times are looked up anew in the zone's present rules at each call. nil where none comes before the year
    /// 10000, or where an interval is not longer than zero.
    public func next(after instant: Instant) -> Instant? {
        switch self {
        case .cron(let expression, let zone, let policy):
            return CronClock(expression: expression, zone: policy == .utc ? .utc : zone, policy: policy)
                .next(after: instant)
        case .every(let span):
            let next = instant + span
            return next > instant ? next : nil
        }
    }

    /// The cron expression as it was written, or the interval as `every 1h`.
    public var text: String {
        switch self {
        case .cron(let expression, _, _): expression.description
        case .every(let span): "every \(span)"
        }
    }

    /// The name of the zone the expression is read in, `UTC` under the policy of that name; nil for an interval.
    public var timezone: String? {
        switch self {
        case .cron(_, let zone, let policy): policy == .utc ? ScheduleZone.utc.identifier : zone.identifier
        case .every: nil
        }
    }
}
