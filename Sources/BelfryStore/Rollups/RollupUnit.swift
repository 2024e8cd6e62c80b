internal import Libpq

/// The time a rollup's rows span.
enum RollupUnit: String, CaseIterable {
    /// UTC hours: `belfry.hourly_rollups`.
    case hour
    /// UTC days: `belfry.daily_rollups`.
    case day

    /// The table.
    var table: SQL {
        switch self {
        case .hour: "belfry.hourly_rollups"
        case .day: "belfry.daily_rollups"
        }
    }

    /// Its column with the start of the time.
    var column: SQL {
        switch self {
        case .hour: "hour"
        case .day: "day"
        }
    }

    /// The name of the statement that folds.
    var statement: String { "rollups.fold_\(rawValue)" }

    /// The name of the statement that deletes what is old.
    var pruneStatement: String { "rollups.prune_\(rawValue)" }
}
