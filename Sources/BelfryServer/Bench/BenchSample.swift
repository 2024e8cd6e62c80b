/// One execution that the load generator is going to report.
public struct BenchSample: Equatable, Sendable {
    /// How the execution ended.
    public enum Kind: CaseIterable, Sendable {
        /// A success within a second.
        case success
        /// A success after more than five seconds, which the shipped rule `SlowJob` looks for.
        case slowSuccess
        /// A failure that promises a retry in five minutes.
        case retryingFailure
        /// A failure without a further retry.
        case finalFailure
    }

    /// The place in the run, from 0; part of the execution id.
    public let sequence: UInt64
    /// The number of the job.
    public let job: UInt64
    /// How it ended.
    public let kind: Kind
    /// `response_time_ms`: 100 to 999, or 5,001 to 9,999 for a slow success.
    public let responseTimeMS: Int
}
