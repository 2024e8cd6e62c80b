import BelfryCore
import Testing

@testable import BelfryStore

struct JobCacheTests {
    private let rules = RuleSet.load([BuiltInRules.file]).rules

    /// The decision about one attempt of each job, from what the cache holds; takes it in.
    private func decide(_ cache: JobCache, _ batchID: Int64, _ batch: [ReceivedExecution]) throws {
        let known = cache.known(batch.map(\.execution.jobID))
        let decision = BatchDecider.decide(
            Batch(
                batchID: batchID,
                now: batch[0].receivedAt,
                executions: batch,
                jobs: known.jobs,
                openAlerts: known.openAlerts
            ),
            rules: try #require(rules)
        )
        cache.update(decision, from: known.openAlerts, batchID: batchID)
    }

    @Test func itHoldsWhatTheLastBatchLeftAlertsIncluded() throws {
        let cache = JobCache()
        #expect(cache.known(["job-1"]).missing == ["job-1"])
        try decide(cache, 1, [IngestBench.attempt("a", status: .failure)])
        var known = cache.known(["job-1", "job-2"])
        #expect(known.missing == ["job-2"])
        #expect(known.jobs["job-1"]?.consecutiveFailures == 1)
        #expect(known.openAlerts["job-1"]?.map(\.alertname) == ["JobFailed"])
        try decide(cache, 2, [IngestBench.attempt("b", at: 1, status: .failure)])
        known = cache.known(["job-1"])
        #expect(known.openAlerts["job-1"]?.map(\.matches) == [2])
        try decide(cache, 3, [IngestBench.attempt("c", at: 2)])
        known = cache.known(["job-1"])
        #expect(known.openAlerts["job-1"] == nil)
        #expect(known.jobs["job-1"]?.consecutiveSuccesses == 1)
    }

    @Test func itIsCurrentOnlyWhileNobodyElseHasDecided() throws {
        let cache = JobCache()
        #expect(cache.isCurrent(latestBatchID: 7))
        try decide(cache, 8, [IngestBench.attempt("a")])
        #expect(cache.isCurrent(latestBatchID: 8))
        #expect(!cache.isCurrent(latestBatchID: 9))
        #expect(!cache.isCurrent(latestBatchID: nil))
        cache.removeAll()
        #expect(cache.known(["job-1"]).missing == ["job-1"])
    }

    @Test func itBeginsAnewWhereItIsFull() throws {
        let cache = JobCache(capacity: 3)
        try decide(cache, 1, ["a", "b", "c"].map { IngestBench.attempt($0, job: $0) })
        #expect(cache.known(["a", "b", "c"]).missing.isEmpty)
        try decide(cache, 2, [IngestBench.attempt("d", job: "d")])
        #expect(cache.known(["a", "b", "c", "d"]).missing == ["a", "b", "c"])
        #expect(cache.isCurrent(latestBatchID: 2))
    }
}
