internal import BelfryCore
internal import Libpq

/// The time a rollup's rows span.
enum RollupUnit: CaseIterable {
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

    /// The name of one of its statements.
    func statement(_ name: String) -> String {
        switch self {
        case .hour: "rollups.\(name)_hour"
        case .day: "rollups.\(name)_day"
        }
    }

    /// When the hour or day of an instant begins.
    func start(of instant: Instant) -> Instant {
        switch self {
        case .hour: instant.rounded(downTo: .hours(1))
        case .day: instant.rounded(downTo: .days(1))
        }
    }
}
