/// What became of the executions of a file.
public struct ImportReport: Hashable, Sendable {
    /// Stored.
    public var added: Int64 = 0
    /// Stored before, by a webhook or an earlier import.
    public var known: Int64 = 0
    /// Older than the retention; not stored.
    public var stale: Int64 = 0
    /// Log rows so recent that their webhook may still come; not stored.
    public var recent: Int64 = 0

    /// A report of nothing.
    public init() {}

    /// Adds another's counts.
    public static func += (left: inout ImportReport, right: ImportReport) {
        left.added += right.added
        left.known += right.known
        left.stale += right.stale
        left.recent += right.recent
    }
}
