internal import BelfryCore

/// Lengths of time in the words of messages.
enum DurationText {
    /// A length in its two largest units: `45 s`, `12 min`, `2 h 5 min`, `3 d 4 h`; a negative one counts as none.
    static func words(_ span: TimeSpan) -> String {
        let seconds = max(0, span.microseconds) / 1_000_000
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3_600: return "\(seconds / 60) min"
        case ..<86_400: return joined(seconds / 3_600, "h", seconds / 60 % 60, "min")
        default: return joined(seconds / 86_400, "d", seconds / 3_600 % 24, "h")
        }
    }

    /// A latency: `850 ms`, `5.2 s`, `12 min`.
    static func latency(milliseconds: Int64) -> String {
        switch milliseconds {
        case ..<1_000: return "\(max(0, milliseconds)) ms"
        case ..<60_000:
            let tenths = (milliseconds + 50) / 100
            return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
        default: return words(.milliseconds(min(milliseconds, Int64.max / 1_000)))
        }
    }

    /// A number and its noun: `1 run`, `3 runs`.
    static func count(_ number: Int64, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }

    private static func joined(_ large: Int64, _ largeUnit: String, _ small: Int64, _ smallUnit: String) -> String {
        small == 0 ? "\(large) \(largeUnit)" : "\(large) \(largeUnit) \(small) \(smallUnit)"
    }
}
