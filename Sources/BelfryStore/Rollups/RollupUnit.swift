internal import BelfryCore
internal import Libpq

/// The time a rollup's rows span.
enum RollupUnit: CaseIterable {
    /// Minutes: `belfry.minute_rollups`.
    case minute
    /// UTC hours: `belfry.hourly_rollups`.
    case hour
    /// UTC days: `belfry.daily_rollups`.
    case day

    /// The table.
    var table: SQL {
        switch self {
        case .minute: "belfry.minute_rollups"
        case .hour: "belfry.hourly_rollups"
        case .day: "belfry.daily_rollups"
        }
    }

    /// Its column with the start of the time.
    var column: SQL {
        switch self {
        case .minute: "minute"
        case .hour: "hour"
        case .day: "day"
        }
    }

    /// The name of one of its statements.
    func statement(_ name: String) -> String {
        switch self {
        case .minute: "rollups.\(name)_minute"
        case .hour: "rollups.\(name)_hour"
        case .day: "rollups.\(name)_day"
        }
    }

    /// When the minute, hour or day of an instant begins.
    func start(of instant: Instant) -> Instant {
        switch self {
        case .minute: instant.rounded(downTo: .minutes(1))
        case .hour: instant.rounded(downTo: .hours(1))
        case .day: instant.rounded(downTo: .days(1))
        }
    }
}
