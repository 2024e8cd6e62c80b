import BelfryCore
import Testing

/// Histories of jobs that do not only run as usual.
struct CadenceChangeTests {
    private static let daily = "30 6 * * *"
    private static let weekdays = "0 7 * * 1-5"
    private static let twiceADay = "0 6,9 * * *"

    /// A schedule in a zone with daylight saving.
    private func cron(_ text: String) throws -> JobSchedule {
        .cron(try CronExpression(text), zone: try #require(ScheduleZone("Europe/Berlin")), policy: .cron)
    }

    @Test(arguments: [("0 * * * *", 40), (daily, 300), (weekdays, 300), (twiceADay, 300)] as [(String, Int64)])
    func runsByHandRaiseNoAlert(text: String, days: Int64) throws {
        for seed in 0..<4 as Range<UInt64> {
            var history = RunHistory(seed: seed)
            history.run(try cron(text), days: days, jitter: .seconds(40))
            history.addByHand(oneIn: 20)
            let watch = CadenceWatch(history.starts)
            #expect(watch.alerts.isEmpty)
            #expect(watch.expected > watch.lost)
        }
    }

    @Test(
        arguments: [
            // Of the two runs a day the one after 21 hours may be as late as the other comes.
            ("0 * * * *", 80, 400, 2), (daily, 400, 40, 4), (weekdays, 400, 40, 3), (twiceADay, 400, 80, 0),
        ] as [(String, Int64, Int, Int)]
    )
    func noticesMissedRunsAndThoseOnly(text: String, days: Int64, oneIn: Int, share: Int) throws {
        for seed in 0..<4 as Range<UInt64> {
            var history = RunHistory(seed: seed)
            history.run(try cron(text), days: days, jitter: .seconds(40))
            var watch = CadenceWatch([])
            var (missed, noticed) = (0, 0)
            var afterMiss = false
            for (index, start) in history.starts.enumerated() {
                if index > history.starts.count / 8, history.number(in: 1...oneIn) == 1, !afterMiss {
                    afterMiss = true
                    missed += 1
                    continue
                }
                let alerts = watch.alerts.count
                watch.see(start)
                if watch.alerts.count > alerts {
                    #expect(afterMiss)
                    noticed += 1
                }
                afterMiss = false
            }
            #expect(noticed * 5 >= missed * share)
        }
    }

    @Test(arguments: [("0 * * * *", 7), (daily, 7), (weekdays, 12), (twiceADay, 14)])
    func aWeeksPauseAlertsOnce(text: String, knownAgainAfter: Int) throws {
        for seed in 0..<4 as Range<UInt64> {
            var history = RunHistory(seed: seed)
            history.run(try cron(text), days: 40, jitter: .seconds(40))
            let resumed = history.starts[history.starts.count - 1] + .days(7)
            var watch = CadenceWatch(history.starts)
            watch.longestSilence = 0
            let next = try #require(try cron(text).next(after: resumed))
            var after = RunHistory(seed: seed)
            after.starts = [next]
            after.run(try cron(text), days: 40, jitter: .seconds(40))
            for start in after.starts { watch.see(start) }
            #expect(watch.alerts == [next])
            #expect(watch.longestSilence <= knownAgainAfter)
        }
    }

    @Test(arguments: [
        (daily, "0 0 */2 * *", 8), ("0 * * * *", "0 */6 * * *", 7), (daily, "0 7 * * 0", 7), (daily, weekdays, 12),
        (daily, twiceADay, 20), ("0 7 * * 0", daily, 9), ("0 */12 * * *", "0 */6 * * *", 36),
        (daily, "0 * * * *", 9 * 24), (weekdays, daily, 16), ("30 6 * * *", "30 18 * * *", 8),
    ])
    func learnsAChangedSchedule(old: String, new: String, knownAgainAfter: Int) throws {
        for seed in 0..<4 as Range<UInt64> {
            var history = RunHistory(seed: seed)
            history.run(try cron(old), days: 80, jitter: .seconds(40))
            var watch = CadenceWatch(history.starts)
            watch.longestSilence = 0
            var after = RunHistory(seed: seed)
            after.starts = Array(history.starts.suffix(1))
            after.run(try cron(new), days: 120, jitter: .seconds(40))
            for start in after.starts.dropFirst() { watch.see(start) }
            #expect(watch.alerts.count <= 2)
            #expect(watch.longestSilence <= knownAgainAfter)
            #expect(watch.cadence.expectation != nil)
        }
    }

    @Test(arguments: ["0 9-17 * * 1-5", "0 8,20 * * 1-5", "0 * * * 1-5", "0 9-17 * * *", "0 6-22 * * 1-6"])
    func waitsForTheLongestGapOfAPatternOfManyRunsAWeek(text: String) throws {
        for seed in 0..<2 as Range<UInt64> {
            var history = RunHistory(seed: seed)
            history.run(try cron(text), days: 100, jitter: .seconds(40))
            let watch = CadenceWatch(history.starts)
            #expect(watch.alerts.isEmpty)
            #expect(watch.expected > 0)
        }
    }

    @Test func expectsNothingOfBursts() {
        for seed in 0..<6 as Range<UInt64> {
            var history = RunHistory(seed: seed)
            for _ in 0..<150 {
                let runs = history.number(in: 1...12)
                history.run(count: runs) { _ in .hours(1) }
                history.run(count: 1) { $0.between(.hours(4), .days(4)) }
            }
            let watch = CadenceWatch(history.starts)
            #expect(watch.expected == 0)
        }
    }
}
