internal import BelfryCore
internal import Libpq

/// The partition of one UTC day.
struct DayPartition: Hashable {
    /// What a thinned partition's comment says.
    static let thinnedComment = "thinned by belfry"

    /// The day as `20260131`.
    var digits: String
    /// The day as `2026-01-31`.
    var day: String
    /// The day after it.
    var next: String
    /// When the day ends.
    var end: Instant
    /// When it begins.
    var start: Instant { end - .days(1) }
    /// Whether one kind of executions has been taken out of it.
    var isThinned: Bool

    /// The table's name without its schema.
    var name: String { "executions_\(digits)" }

    init(_ row: Row) throws {
        (digits, day, next, end, isThinned) = try row.decode(
            String.self,
            String.self,
            String.self,
            Instant.self,
            Bool.self
        )
    }
}
