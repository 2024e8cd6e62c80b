/// What a scheduler does with the local times that a change of the clock leaves out or repeats.
///
/// The examples are Europe/Berlin, where 02:00 to 03:00 is missing on the last Sunday of March and comes twice on the
/// last Sunday of October.
public enum DaylightSavingPolicy: String, CaseIterable, Sendable {
    /// As cronie, Debian's cron and healthchecks.io do.
    ///
    /// Where neither minute nor hour begins with `*`: what falls into the gap runs once, at the moment after it (`30 2
    /// * * *` at 03:00, summer time), and what falls into the repeated hour runs the first time only. Where one of the
    /// two begins with `*`: nothing is made up for after the gap and both repeated hours count, so `*/15 * * * *` runs
    /// every 15 minutes of elapsed time. A change of more than three hours is a correction of the clock: nothing is
    /// made up for or left out.
    case cron
    /// Every local time at most once: nothing runs in the gap, and in the repeated hour only the first time counts.
    ///
    /// `30 2 * * *` does not run on the day of the gap. `0 * * * *` also runs once in the repeated hour, so that two
    /// hours pass before its next run: where a scheduler does run twice, nothing is expected that does not come.
    case skip
    /// As systemd's timers do: nothing runs in the gap, and both repeated hours count, whatever the expression.
    ///
    /// `30 2 * * *` does not run on the day of the gap and runs twice on the day of the repeated hour.
    case `repeat`
    /// The expression is read in UTC, whatever the time zone.
    case utc
}
