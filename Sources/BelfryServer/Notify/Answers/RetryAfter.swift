public import BelfryCore

/// The `Retry-After` header field: seconds or a date (RFC 9110, 10.2.3).
public enum RetryAfter {
    /// No target may silence itself for longer.
    public static let maximum = TimeSpan.hours(1)

    /// The wait an answer asks for; nil when it asks for none or in words nobody understands.
    public static func span(of response: OutgoingResponse, now: Instant) -> TimeSpan? {
        response.header("Retry-After").flatMap { span($0, now: now) }
    }

    /// The wait a field value asks for, from nothing to an hour; nil for garbage.
    ///
    /// Seconds may have a fraction, which the RFC does not know and Discord sends.
    public static func span(_ value: String, now: Instant) -> TimeSpan? {
        let text = value.drop { $0 == " " || $0 == "\t" }.prefix(64)
        let trimmed = text[..<(text.lastIndex { $0 != " " && $0 != "\t" }.map(text.index(after:)) ?? text.startIndex)]
        let wait = seconds(trimmed) ?? date(trimmed).map { $0 - now }
        return wait.map { min(max($0, .zero), maximum) }
    }

    private static func seconds(_ text: Substring) -> TimeSpan? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }),
            let number = Double(text)
        else { return nil }
        return TimeSpan(microseconds: Int64((min(number, maximum.seconds) * 1_000_000).rounded(.up)))
    }

    /// The one form of a date that servers send since 1999: `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func date(_ text: Substring) -> Instant? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT",
            let month = months.firstIndex(of: String(words[2]))
        else { return nil }
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        return Instant(iso8601: "\(words[3])-\(number)-\(words[1])T\(words[4])Z".utf8)
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
