/// What a run of the load generator sends: everything about execution N follows from these values and N.
public struct BenchWorkload: Sendable {
    /// Part of every execution id, different for each run.
    public let runID: String
    /// The number of jobs the executions are spread over.
    public var jobs: UInt64 = 10_000
    /// The fraction of final failures, 0 to 1.
    public var failures = 0.0
    /// The fraction of failures that promise a retry, 0 to 1.
    public var retryingFailures = 0.0
    /// The fraction of the successes that take more than five seconds, 0 to 1.
    public var slowFraction = 0.0
    /// Whether every execution belongs to a job of its own, new with each run, whatever ``jobs`` says.
    public var distinctJobs = false

    private let seed: UInt64

    /// A workload of successes over 10,000 jobs.
    public init(runID: String) {
        self.runID = runID
        seed = BenchRandom.hash(runID)
    }

    /// Execution number `sequence`.
    public func sample(_ sequence: UInt64) -> BenchSample {
        let draw = BenchRandom.mix(seed &+ sequence)
        let kind = kind(drawn: draw)
        let spread = kind == .slowSuccess ? 5_001...9_999 : 100...999
        return BenchSample(
            sequence: sequence,
            job: distinctJobs ? sequence : draw % max(1, jobs),
            kind: kind,
            responseTimeMS: spread.lowerBound + Int(BenchRandom.mix(draw) % UInt64(spread.count))
        )
    }

    /// The two halves of a job's UUID, the same in every run unless each execution has a job of its own.
    func jobID(of job: UInt64) -> (high: UInt64, low: UInt64) {
        let high = BenchRandom.mix(distinctJobs ? job ^ seed : job)
        return (high, BenchRandom.mix(high))
    }

    private func kind(drawn draw: UInt64) -> BenchSample.Kind {
        let fraction = BenchRandom.fraction(draw ^ 0xFA11)
        if fraction < failures { return .finalFailure }
        if fraction < failures + retryingFailures { return .retryingFailure }
        return BenchRandom.fraction(draw ^ 0x510) < slowFraction ? .slowSuccess : .success
    }
}

extension BenchWorkload {
    /// Whether request number `request` of the run sends an earlier execution again, which happens for `fraction` of them.
    public static func isDuplicate(request: UInt64, fraction: Double) -> Bool {
        fraction > 0 && BenchRandom.fraction(request ^ 0xD0_B1E5) < fraction
    }

    /// Which of `count` earlier executions a duplicate sends again.
    public static func pick(request: UInt64, of count: Int) -> Int {
        Int(BenchRandom.mix(request ^ 0xA6A1) % UInt64(max(1, count)))
    }
}
