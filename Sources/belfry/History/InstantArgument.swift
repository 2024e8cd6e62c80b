import ArgumentParser
import BelfryCore
import BelfryServer

extension Instant {
    /// The instant an option was given: a time such as 2026-01-31T00:00:00Z, a day such as 2026-01-31 (its start, UTC), or how
    /// long ago, such as 30d.
    static func argument(_ text: String) throws -> Instant {
        if let span = TimeSpan(prometheus: text) { return WallClock.now() - span }
        if let instant = Instant(iso8601: text.utf8) ?? Instant(iso8601: "\(text)T00:00:00Z".utf8) { return instant }
        throw ValidationError("\(text) is not a time such as 2026-01-31T00:00:00Z, a day, or a duration such as 30d")
    }
}
