import BelfryCore
import BelfryTestSupport

/// Starts of a job's runs, made up from a seed.
struct RunHistory {
    var starts: [Instant] = []
    private var random: SplitMix

    init(seed: UInt64) {
        random = SplitMix(state: seed &* 0xD1B5_4A32_D192_ED03)
    }

    /// Where the next part begins: the last start, or some moment of 2026.
    private mutating func beginning() -> Instant {
        starts.last ?? Instant(seconds: 1_767_225_600 + Int64.random(in: 0..<365 * 86_400, using: &random))
    }

    /// Runs by a schedule, each up to a jitter late.
    mutating func run(_ schedule: JobSchedule, days: Int64, jitter: TimeSpan) {
        var time = beginning()
        let end = time + .days(days)
        while let next = schedule.next(after: time), next < end {
            time = next
            starts.append(next + between(.zero, jitter))
        }
    }

    /// Runs a random time apart.
    mutating func run(count: Int, apart: (inout RunHistory) -> TimeSpan) {
        for _ in 0..<count { starts.append(beginning() + apart(&self)) }
    }

    /// Adds runs triggered by hand, one in `days` on average, at any time of the day.
    mutating func addByHand(oneIn days: Int64) {
        guard let first = starts.first, let last = starts.last else { return }
        var time = first
        while time < last {
            time = time + between(.days(days / 2), .days(days * 3 / 2))
            if time < last { starts.append(time) }
        }
        starts.sort()
    }

    /// A length between two, every microsecond as likely.
    mutating func between(_ shortest: TimeSpan, _ longest: TimeSpan) -> TimeSpan {
        TimeSpan(microseconds: .random(in: shortest.microseconds...longest.microseconds, using: &random))
    }

    /// A whole number, each as likely.
    mutating func number(in range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
}
