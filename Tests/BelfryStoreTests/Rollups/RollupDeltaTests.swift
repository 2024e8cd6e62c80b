import BelfryCore
import Testing

@testable import BelfryStore

struct RollupDeltaTests {
    private static func attempt(_ jobID: String, at instant: Instant, status: String = "success") -> RollupAttempt {
        RollupAttempt(
            jobID: jobID,
            jobName: jobID,
            executedAt: instant,
            status: status,
            retryAttempt: 0,
            responseTimeMS: 100,
            promisesRetry: false
        )
    }

    @Test func hoursAndDaysBeginInUTCAlsoBefore1970() {
        #expect(RollupUnit.hour.start(of: Instant(microseconds: 3_599_999_999)) == Instant(seconds: 0))
        #expect(RollupUnit.hour.start(of: Instant(microseconds: -1)) == Instant(seconds: -3_600))
        #expect(RollupUnit.day.start(of: Instant(seconds: -1)) == Instant(seconds: -86_400))
    }

    // Watermarks are kept by slice: a job that changed its slice would be counted twice or not at all.
    @Test(arguments: [("", 1), ("job-1", 54), ("job-2", 3), ("ü", 45)] as [(String, Int32)])
    func aJobsSliceNeverChanges(_ jobID: String, slice: Int32) {
        #expect(RollupSlice.of(jobID) == slice)
    }

    @Test func jobsSpreadOverAllSlices() {
        let slices = Dictionary(grouping: (0..<6_400).map { RollupSlice.of("job-\($0)") }) { $0 }
        #expect(slices.count == 64)
        #expect(slices.values.allSatisfy { (50...200).contains($0.count) })
    }

    @Test func jobsAreToldApartByTheirBytes() {
        var delta = RollupDelta(slices: Array(0..<RollupSlice.count), minutesFrom: Instant(seconds: 0))
        delta.add(Self.attempt("\u{E9}", at: Instant(seconds: 0)))
        delta.add(Self.attempt("e\u{301}", at: Instant(seconds: 0)))
        #expect(delta.count == 2)
    }

    @Test func minutesAreOfAllJobsInOnePageAndNotOlderThanTheyAreKept() throws {
        var delta = RollupDelta(slices: [0, RollupSlice.minutes], minutesFrom: Instant(seconds: 600))
        for job in 0..<20 {
            for second in [599, 600, 659, 660] as [Int64] {
                delta.add(Self.attempt("job-\(job)", at: Instant(seconds: second)))
            }
        }
        var replaced = Self.attempt("job-1", at: Instant(seconds: 600), status: "failure")
        replaced.times = -1
        delta.add(replaced)
        let pages = delta.pages(ofHours: 1)
        #expect(pages.last?.slices == [RollupSlice.minutes])
        let rows = try #require(pages.last).rows(.minute)
        #expect(rows.keys.map(\.start).sorted() == [Instant(seconds: 600), Instant(seconds: 660)])
        #expect(rows[RollupKey(jobID: "", start: Instant(seconds: 600))]?.executions == 39)
        #expect(rows[RollupKey(jobID: "", start: Instant(seconds: 600))]?.failures == -1)
        #expect(pages.dropLast().allSatisfy { $0.rows(.minute).isEmpty })
    }

    @Test func everySliceIsInOnePageAndOtherSlicesAreLeftOut() {
        let jobs = (0..<50).map { "job-\($0)" }
        let folded = Array(0..<RollupSlice.count / 2)
        var delta = RollupDelta(slices: folded, minutesFrom: Instant(seconds: 0))
        for job in jobs {
            for hour in 0..<30 as Range<Int64> { delta.add(Self.attempt(job, at: Instant(seconds: 3_600 * hour))) }
        }
        let pages = delta.pages(ofHours: 100)
        #expect(pages.count > 3)
        #expect(pages.flatMap(\.slices) == folded)
        let mine = jobs.filter { folded.contains(RollupSlice.of($0)) }
        let all = pages.flatMap { $0.rows(.hour) }.filter { $0.key.jobID.isEmpty }
        let executions = all.reduce(0) { $0 + $1.value.executions }
        #expect(executions == Int64(30 * mine.count))
        #expect(Set(pages.flatMap { $0.rows(.day).keys }.map(\.jobID)) == Set(mine + [""]))
    }
}
