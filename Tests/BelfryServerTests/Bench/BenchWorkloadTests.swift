import BelfryServer
import Testing

@Suite struct BenchWorkloadTests {
    private func kinds(_ workload: BenchWorkload) -> [BenchSample.Kind: Int] {
        (0..<50_000).reduce(into: [:]) { $0[workload.sample(UInt64($1)).kind, default: 0] += 1 }
    }

    @Test func drawsTheFractionsAskedFor() {
        var workload = BenchWorkload(runID: "a")
        workload.failures = 0.02
        workload.retryingFailures = 0.1
        workload.slowFraction = 0.5
        let kinds = kinds(workload)
        #expect((900...1_100).contains(kinds[.finalFailure] ?? 0))
        #expect((4_700...5_300).contains(kinds[.retryingFailure] ?? 0))
        #expect((21_000...23_000).contains(kinds[.slowSuccess] ?? 0))
    }

    @Test func sendsNoFailuresUnlessAskedTo() {
        #expect(kinds(BenchWorkload(runID: "a")) == [.success: 50_000])
    }

    @Test func spreadsOverAllJobs() {
        var workload = BenchWorkload(runID: "a")
        workload.jobs = 100
        let jobs = Set((0..<5_000).map { workload.sample(UInt64($0)).job })
        #expect(jobs == Set(0..<100))
    }

    @Test func givesEveryExecutionItsOwnJobWhenAsked() {
        var workload = BenchWorkload(runID: "a")
        workload.distinctJobs = true
        #expect((0..<100).map { workload.sample($0).job } == Array(0..<100))
    }

    @Test func isTheSameForTheSameRun() {
        #expect(BenchWorkload(runID: "a").sample(9) == BenchWorkload(runID: "a").sample(9))
        #expect(
            (0..<9).map { BenchWorkload(runID: "a").sample($0).job }
                != (0..<9).map { BenchWorkload(runID: "b").sample($0).job }
        )
    }

    @Test func marksTheFractionOfDuplicates() {
        let count = (0..<50_000).count { BenchWorkload.isDuplicate(request: UInt64($0), fraction: 0.1) }
        #expect((4_700...5_300).contains(count))
        #expect(!(0..<1_000).contains { BenchWorkload.isDuplicate(request: UInt64($0), fraction: 0) })
    }
}
