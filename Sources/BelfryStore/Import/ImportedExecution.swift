public import BelfryCore

/// An execution from a file, with what the file does not say.
public struct ImportedExecution: Hashable, Sendable {
    /// The attempt; `retryAttempt` and `responseTimeMS` are 0 where the file has none.
    public var execution: Execution
    /// Whether it is a row of A1Cron's log, which has no attempt number: `source` is `a1cron_logs`, else `import`.
    public var isLogRow: Bool
    /// Whether the file says how long it took.
    public var isTimed: Bool

    /// An execution as the file says it.
    public init(_ execution: Execution, isLogRow: Bool = false, isTimed: Bool = true) {
        (self.execution, self.isLogRow, self.isTimed) = (execution, isLogRow, isTimed)
    }
}
