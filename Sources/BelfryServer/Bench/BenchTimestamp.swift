import BelfryCore

/// A whole second as ISO 8601 text, kept until the second changes.
struct BenchTimestamp {
    static let width = 20

    private var second: Int64 = 0
    private(set) var bytes = Array(Instant(seconds: 0).iso8601.utf8)

    mutating func move(to second: Int64) {
        guard second != self.second else { return }
        self.second = second
        bytes = Array(Instant(seconds: second).iso8601.utf8)
    }
}
