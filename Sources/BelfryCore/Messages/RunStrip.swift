/// The last finished runs of a job as one line of characters, the oldest first: `▃▄▄✕▄█`.
///
/// A run that succeeded is a bar, as high as the latency of its successful attempt; a run without a success is `✕`. Half of the height is
/// what is usual, so that a steady job is a level line; where a run took more than twice that, the slowest fills the height.
public struct RunStrip: Hashable, Codable, Sendable {
    /// Runs in a strip: it stays on one line of a phone.
    public static let maximumRuns = 12

    /// The characters, one a run.
    public let text: String

    /// The strip of the newest of some runs, which come oldest first; nil where there are none.
    ///
    /// A run is its latency in milliseconds, nil where it did not succeed. Without a usual latency the median of the strip is.
    public init?(latenciesMS runs: [Int64?], usualMS: Int64? = nil) {
        let shown = runs.suffix(Self.maximumRuns)
        guard !shown.isEmpty else { return nil }
        let latencies = shown.compactMap { $0 }.sorted()
        let median = latencies.isEmpty ? 0 : latencies[latencies.count / 2]
        let top = max(2 * Double(usualMS ?? median), Double(latencies.last ?? 0), 1)
        text = String(
            shown.map { latency in
                guard let latency else { return Self.failure }
                let level = Int((Double(max(0, latency)) / top * Double(Self.bars.count)).rounded())
                return Self.bars[min(max(level, 1), Self.bars.count) - 1]
            }
        )
    }

    /// Reads the characters.
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes the characters.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    private static let bars = Array("▁▂▃▄▅▆▇█")
    private static let failure: Character = "✕"
}
