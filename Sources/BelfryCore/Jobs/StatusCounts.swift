/// Attempts counted by status; only ever grows.
public struct StatusCounts: Hashable, Sendable {
    /// 2xx answers.
    public var success: Int64 = 0
    /// 4xx and 5xx answers.
    public var failure: Int64 = 0
    /// Network errors.
    public var error: Int64 = 0
    /// Timeouts.
    public var timeout: Int64 = 0
    /// Statuses the documentation does not name.
    public var other: Int64 = 0

    /// Nothing counted yet.
    public init() {}

    /// All attempts.
    public var total: Int64 { success + failure + error + timeout + other }

    /// Counts one attempt.
    public mutating func add(_ status: ExecutionStatus) {
        switch status {
        case .success: success += 1
        case .failure: failure += 1
        case .error: error += 1
        case .timeout: timeout += 1
        case .other: other += 1
        }
    }
}
