import BelfryCore
import Testing

struct JobCadenceTests {
    /// A rhythm, how late its runs start, after how many runs it is known, and how long after a run that is missing
    /// this is noticed.
    struct Rhythm: CustomTestStringConvertible {
        let cron: String
        var zone = "UTC"
        var days: Int64 = 420
        var jitter = TimeSpan.seconds(30)
        let knownAfter: Int
        let noticedWithin: TimeSpan

        var testDescription: String { "\(cron) in \(zone), jitter \(jitter)" }

        func schedule() throws -> JobSchedule {
            .cron(try CronExpression(cron), zone: try #require(ScheduleZone(zone)), policy: .cron)
        }
    }

    @Test(arguments: [
        Rhythm(cron: "0 * * * *", days: 30, knownAfter: 9 * 24, noticedWithin: .minutes(15)),
        Rhythm(cron: "0 * * * *", days: 30, jitter: .minutes(3), knownAfter: 9 * 24, noticedWithin: .minutes(25)),
        Rhythm(cron: "*/30 * * * *", days: 20, knownAfter: 9 * 48, noticedWithin: .minutes(15)),
        Rhythm(cron: "0 */6 * * *", days: 60, knownAfter: 9 * 4, noticedWithin: .hours(2)),
        Rhythm(cron: "30 6 * * *", knownAfter: 9, noticedWithin: .hours(5)),
        Rhythm(cron: "30 6 * * *", zone: "Europe/Berlin", knownAfter: 9, noticedWithin: .hours(7)),
        Rhythm(cron: "30 2 * * *", zone: "Europe/Berlin", jitter: .minutes(5), knownAfter: 9, noticedWithin: .hours(7)),
        Rhythm(cron: "0 0 * * *", zone: "America/Santiago", knownAfter: 9, noticedWithin: .hours(7)),
        Rhythm(cron: "0 7 * * 1-5", knownAfter: 12, noticedWithin: .hours(11)),
        Rhythm(
            cron: "0 7 * * 1-5",
            zone: "America/New_York",
            jitter: .minutes(5),
            knownAfter: 12,
            noticedWithin: .hours(14)
        ),
        Rhythm(cron: "0 6,9 * * *", knownAfter: 19, noticedWithin: .hours(4)),
        Rhythm(
            cron: "0 6,9 * * *",
            zone: "Europe/Berlin",
            jitter: .minutes(4),
            knownAfter: 19,
            noticedWithin: .hours(8)
        ),
        Rhythm(cron: "0 2,10,13 * * *", knownAfter: 28, noticedWithin: .hours(4)),
        Rhythm(cron: "0 5 * * 0", days: 800, knownAfter: 7, noticedWithin: .hours(24)),
        Rhythm(cron: "0 5 1 * *", days: 3_000, knownAfter: 12, noticedWithin: .days(10)),
    ])
    func knowsARegularJobAndNoticesWhatIsMissing(rhythm: Rhythm) throws {
        for seed in 0..<4 as Range<UInt64> {
            var history = RunHistory(seed: seed)
            history.run(try rhythm.schedule(), days: rhythm.days, jitter: rhythm.jitter)
            let watch = CadenceWatch(history.starts)
            #expect(watch.alerts.isEmpty)
            #expect(watch.longestSilence <= rhythm.knownAfter)
            #expect(watch.longestWait <= rhythm.noticedWithin)
        }
    }

    @Test(arguments: [TimeSpan.hours(1), .hours(6), .days(1), .days(3), .days(20)])
    func expectsNothingOfRunsAtRandom(mean: TimeSpan) {
        for seed in 0..<6 as Range<UInt64> {
            var history = RunHistory(seed: seed)
            history.run(count: 1_000) { random in
                // The least of eight is nearly exponential.
                let longest = TimeSpan(microseconds: mean.microseconds * 9)
                return (0..<8).map { _ in random.between(.seconds(1), longest) }.min() ?? mean
            }
            let watch = CadenceWatch(history.starts)
            #expect(watch.expected == 0)
        }
    }

    @Test(arguments: [TimeSpan.hours(1), .hours(6), .days(1), .days(3), .days(20)])
    func raisesNoAlertWhereTheLongestRandomGapIsBounded(mean: TimeSpan) {
        for seed in 0..<6 as Range<UInt64> {
            var history = RunHistory(seed: seed)
            history.run(count: 1_000) { $0.between(.minutes(1), TimeSpan(microseconds: mean.microseconds * 2)) }
            let watch = CadenceWatch(history.starts)
            #expect(watch.alerts.isEmpty)
            if mean > .hours(1) { #expect(watch.expected <= 1) }
        }
    }

    @Test func isNilUntilAWeekWasSeen() throws {
        var cadence = JobCadence()
        #expect(cadence.expectation == nil)
        #expect(cadence.next() == nil)
        for hour in 0..<8 * 24 as Range<Int64> {
            cadence.add(runStartedAt: Instant(seconds: hour * 3_600))
            #expect(cadence.expectation == nil)
        }
        cadence.add(runStartedAt: Instant(seconds: 8 * 86_400))
        let expectation = JobCadence.Expectation(interval: .hours(1), tolerance: .minutes(10), confidence: 1)
        #expect(cadence.expectation == expectation)
        #expect(cadence.next() == Instant(seconds: 8 * 86_400 + 3_600))
    }

    @Test func ignoresWhatIsNotLater() {
        var cadence = JobCadence()
        cadence.add(runStartedAt: Instant(microseconds: 90_000_001))
        let before = cadence
        cadence.add(runStartedAt: Instant(microseconds: 90_000_001))
        cadence.add(runStartedAt: Instant(microseconds: 90_000_000))
        #expect(cadence == before)
        #expect(cadence.lastRunStartedAt == Instant(microseconds: 90_000_001))
    }

    @Test(arguments: [TimeSpan.seconds(20), .hours(1), .days(1), .days(11), .days(400)])
    func readsBackWhatItPacked(interval: TimeSpan) {
        var cadence = JobCadence()
        #expect(cadence.packed.isEmpty)
        #expect(JobCadence(packed: []) == cadence)
        var start = Instant(microseconds: 1_770_000_000_123_456)
        for _ in 0..<40 {
            cadence.add(runStartedAt: start)
            start = start + interval
            #expect(JobCadence(packed: cadence.packed) == cadence)
            #expect(cadence.packed.count <= (interval > .days(11) ? 60 : 48))
        }
    }

    @Test func survivesTheEndsOfTime() {
        var cadence = JobCadence()
        for microseconds in [Int64.min, 0, .max] { cadence.add(runStartedAt: Instant(microseconds: microseconds)) }
        #expect(JobCadence(packed: cadence.packed) == cadence)
        #expect(cadence.expectation == nil)
    }

    @Test(
        arguments: [
            [0], [1], [1, 0], [16], [2, 0, 0], [1, 0, 0x80], [1, 0, 0] + [UInt8](repeating: 1, count: 13),
            [1, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1],
        ] as [[UInt8]]
    )
    func refusesBytesOfAnotherMaking(bytes: [UInt8]) {
        #expect(JobCadence(packed: bytes) == nil)
    }
}
