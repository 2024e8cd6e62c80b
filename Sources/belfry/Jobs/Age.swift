import BelfryCore

/// How far away a moment is, for people.
enum Age {
    /// `5m ago` or `in 2h30m`, in the two largest units; the text itself where it is no instant.
    static func text(_ moment: String, _ now: Instant) -> String {
        guard let instant = Instant(iso8601: moment.utf8) else { return moment }
        let seconds = (now - instant).microseconds / 1_000_000
        let length = abs(seconds)
        let unit: Int64 = length < 3_600 ? 1 : length < 86_400 ? 60 : 3_600
        let span = TimeSpan.seconds(length / unit * unit)
        return seconds < 0 ? "in \(span)" : "\(span) ago"
    }
}
