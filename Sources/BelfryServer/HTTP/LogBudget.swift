import BelfryCore

/// Bounds how many log lines of a kind are written, so that whoever sends rubbish cannot fill a disk.
struct LogBudget<Kind: Hashable & Sendable>: Sendable {
    /// What to do about a line.
    enum Decision: Hashable {
        /// Write it, and say how many were left out before it.
        case write(suppressed: Int)
        /// Leave it out.
        case suppress
    }

    /// Lines of one kind in one window: enough to see a pattern.
    static var linesPerWindow: Int { 10 }
    /// The length of a window.
    static var window: TimeSpan { .minutes(1) }

    private struct Window {
        var startedAt: Instant
        var written = 0
        var suppressed = 0
    }

    private var windows: [Kind: Window] = [:]

    /// Decides about a line of a kind.
    mutating func decide(_ kind: Kind, at now: Instant) -> Decision {
        var window = windows[kind] ?? Window(startedAt: now)
        defer { windows[kind] = window }
        var suppressed = 0
        // A clock that was set back begins a window too.
        if now - window.startedAt >= Self.window || now < window.startedAt {
            suppressed = window.suppressed
            window = Window(startedAt: now)
        }
        guard window.written < Self.linesPerWindow else {
            window.suppressed += 1
            return .suppress
        }
        window.written += 1
        return .write(suppressed: suppressed)
    }
}
