/// What happened to a job in the last hours: the names of `on: window`.
public struct WindowFacts: Hashable, Sendable {
    /// Attempts.
    public var executions: Int64 = 0
    /// Attempts that did not succeed.
    public var failures: Int64 = 0
    /// Attempts that timed out.
    public var timeouts: Int64 = 0
    /// Attempts that were not their run's first.
    public var retries: Int64 = 0
    /// Runs that an attempt closed.
    public var runs: Int64 = 0
    /// Those of them that failed.
    public var failedRuns: Int64 = 0
    /// Median latency of all attempts in milliseconds; 0 without any.
    public var p50MS: Int64 = 0
    /// 95th percentile in milliseconds, at most 5 % off.
    public var p95MS: Int64 = 0
    /// 99th percentile in milliseconds, at most 5 % off.
    public var p99MS: Int64 = 0
    /// The longest in milliseconds, exact.
    public var maxMS: Int64 = 0

    /// Failed attempts among all, 0–1; 0 without any.
    public var failureRatio: Double { executions == 0 ? 0 : Double(failures) / Double(executions) }
    /// Failed runs among the closed ones, 0–1; 0 without any.
    public var runFailureRatio: Double { runs == 0 ? 0 : Double(failedRuns) / Double(runs) }

    /// Nothing happened.
    public init() {}
}
