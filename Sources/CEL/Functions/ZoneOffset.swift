import Foundation

/// How far a time zone is from UTC at a time.
enum ZoneOffset {
    /// Seconds east of UTC in `zone`: an IANA name such as `Europe/Warsaw`, or `+02:00`, `-09:30`, `02:00`.
    static func seconds(of zone: String, at time: Timestamp) throws(EvaluationError) -> Int64 {
        if zone == "UTC" { return 0 }
        if let first = zone.unicodeScalars.first, "+-0123456789".unicodeScalars.contains(first) {
            return try fixed(zone)
        }
        guard let named = TimeZone(identifier: zone) else {
            throw EvaluationError(.invalidArgument, "unknown time zone: '\(zone)'")
        }
        return Int64(named.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time.seconds))))
    }

    private static func fixed(_ zone: String) throws(EvaluationError) -> Int64 {
        var reader = DigitReader("+-".contains(zone.prefix(1)) ? zone : "+" + zone)
        guard let offset = reader.offset(), reader.isAtEnd else {
            throw EvaluationError(.invalidArgument, "'\(zone)' is not an offset such as +02:00")
        }
        return offset
    }
}
