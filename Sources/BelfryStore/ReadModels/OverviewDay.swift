/// What ran in the last 24 hours, by the hours that have begun in them: the rollups.
public struct OverviewDay: Hashable, Sendable {
    /// Attempts.
    public var executions: Int64
    /// Attempts that did not succeed.
    public var failures: Int64
    /// Exceeded by one attempt in twenty, in milliseconds.
    public var p95MS: Int64?

    /// From 0 to 1; nil where nothing ran.
    public var successRatio: Double? {
        executions > 0 ? Double(executions - failures) / Double(executions) : nil
    }
}
