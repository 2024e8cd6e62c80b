/// Closed runs counted by outcome; only ever grows.
public struct OutcomeCounts: Hashable, Sendable {
    /// Runs whose first attempt succeeded.
    public var success: Int64 = 0
    /// Runs a retry saved.
    public var recovered: Int64 = 0
    /// Runs that failed for good.
    public var failed: Int64 = 0
    /// Runs whose closing attempt was not seen in time.
    public var incomplete: Int64 = 0

    /// All of them.
    public var total: Int64 { success + recovered + failed + incomplete }

    /// Nothing counted yet.
    public init() {}

    /// Counts one run.
    public mutating func add(_ outcome: RunOutcome) {
        switch outcome {
        case .success: success += 1
        case .recovered: recovered += 1
        case .failed: failed += 1
        case .incomplete: incomplete += 1
        }
    }
}
