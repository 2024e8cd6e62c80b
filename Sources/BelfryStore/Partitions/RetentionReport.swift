/// What a pass of retention did.
public struct RetentionReport: Hashable, Sendable {
    /// Days whose partition was dropped.
    public var dropped: [String] = []
    /// Days of which only the kind of executions kept longer is left.
    public var thinned: [String] = []
    /// Days left for the next pass, because their tables could not be had at once.
    public var postponed: [String] = []
    /// Keys of executions deleted.
    public var keys: Int64 = 0
    /// Rows deleted one by one: very old or future executions, deliveries, rollups.
    public var rows: Int64 = 0

    /// Whether nothing was done.
    public var isEmpty: Bool { self == RetentionReport() }
}
