public import BelfryCore
import Foundation

/// The machine's clock, read where a request arrives.
public enum WallClock {
    /// The time now, UTC.
    @Sendable public static func now() -> Instant {
        // Foundation's own imports hold in debug and release alike; `timespec` comes from a module that differs between them.
        Instant(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded()))
    }
}
