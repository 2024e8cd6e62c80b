internal import Foundation

/// A time zone by its IANA name, known to this machine.
public struct ScheduleZone: Hashable, Sendable {
    /// The name as it was given, such as `Europe/Berlin` or `UTC`.
    public let identifier: String

    private let zone: TimeZone

    /// UTC.
    public static let utc = ScheduleZone(identifier: "UTC", zone: .gmt)

    /// The zone of an IANA name or `UTC`; nil where this machine does not know it.
    ///
    /// Names are case-sensitive. Offsets (`UTC+2`) and abbreviations that are not IANA names (`PST`, `BST`) are
    /// refused: the first have no rules for summer time, the second name several zones.
    public init?(_ identifier: String) {
        if identifier == Self.utc.identifier {
            self = .utc
            return
        }
        guard Self.isShapedLikeAName(identifier), let zone = TimeZone(identifier: identifier) else { return nil }
        self.init(identifier: identifier, zone: zone)
    }

    private init(identifier: String, zone: TimeZone) {
        self.identifier = identifier
        self.zone = zone
    }

    /// Seconds east of UTC at a number of seconds since the Unix epoch.
    func offset(at seconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }

    /// Tells names from the abbreviations and offsets that `TimeZone(identifier:)` takes too.
    private static func isShapedLikeAName(_ identifier: String) -> Bool {
        if identifier.contains("/") { return true }
        if identifier.utf8.count <= 4 { return shortNames.contains(identifier) }
        return !identifier.hasPrefix("GMT") && !identifier.hasPrefix("UTC")
    }

    /// The names of up to four letters in the IANA database.
    private static let shortNames: Set = [
        "CET", "Cuba", "EET", "EST", "Eire", "GB", "GMT", "HST", "Iran", "MET", "MST", "NZ", "PRC", "ROC", "ROK", "UCT",
        "WET", "Zulu",
    ]
}
