internal import Foundation

/// Whether an attempt is out of the ordinary for its job: no threshold of the operator's is asked for.
struct Usual {
    /// Successes before anything is called usual.
    static let minimumSuccesses: Int64 = 20
    /// Attempts before the recent ones from which a failure ratio is called usual.
    static let minimumAttempts: Int64 = 30
    /// How many times the 95th percentile is slow.
    static let slowFactor: Int64 = 2
    /// Milliseconds over the 95th percentile below which nothing is slow: a job of 3 ms may take 20.
    static let slowMarginMS: Int64 = 100
    /// A fraction (1/n) of the 5th percentile that is fast: the job has probably done nothing.
    static let fastDivisor: Int64 = 4
    /// 5th percentiles below this say nothing about fast.
    static let fastMinimumMS: Int64 = 100
    /// Failures among the recent attempts below which nothing is called more than usual.
    static let minimumFailures = 3
    /// A failure ratio that is never called unusual by itself; a job without failures so far has this one.
    static let minimumRatio = 0.01
    /// How probable the recent failures may be under the usual ratio.
    static let significance = 0.002

    private let history: JobHistory

    init(_ history: JobHistory) {
        self.history = history
    }

    private var knowsLatency: Bool { history.executions - history.failures >= Self.minimumSuccesses }

    /// Whether a success took more than twice as long as 95 of 100 before.
    func isSlow(_ execution: Execution) -> Bool {
        guard execution.status.isSuccess, knowsLatency, let p95 = history.p95MS else { return false }
        return execution.responseTimeMS > max(p95 * Self.slowFactor, p95 + Self.slowMarginMS)
    }

    /// Whether a success took less than a quarter of what 95 of 100 before needed at least.
    func isFast(_ execution: Execution) -> Bool {
        guard execution.status.isSuccess, knowsLatency, let p5 = history.p5MS, p5 >= Self.fastMinimumMS else {
            return false
        }
        return execution.responseTimeMS < p5 / Self.fastDivisor
    }

    /// Whether so many of the recent attempts failed, this one among them, as the job's ratio before makes very improbable.
    func isFailingMore(_ execution: Execution) -> Bool {
        let recent = JobMemory.recentAttempts
        let before = history.executions + 1 - Int64(recent)
        guard before >= Self.minimumAttempts, history.recentFailures >= Self.minimumFailures else { return false }
        let failed = history.failures + (execution.status.isSuccess ? 0 : 1) - Int64(history.recentFailures)
        let ratio = max(Double(failed) / Double(before), Self.minimumRatio)
        return Self.probability(ofAtLeast: history.recentFailures, of: recent, ratio: ratio) < Self.significance
    }

    /// Whether it failed in a way that none of the failures before did; the first failure of all is no new kind.
    func hasNewError(_ execution: Execution) -> Bool {
        !execution.status.isSuccess && history.failures > 0 && history.errorCount == 0
    }

    /// The upper tail of the binomial distribution.
    private static func probability(ofAtLeast count: Int, of total: Int, ratio: Double) -> Double {
        guard ratio < 1 else { return 1 }
        var term = pow(1 - ratio, Double(total))
        var below = 0.0
        for failures in 0..<count {
            below += term
            term *= Double(total - failures) / Double(failures + 1) * ratio / (1 - ratio)
        }
        return 1 - below
    }
}
