internal import BelfryCore

/// Latencies counted in the buckets of ``LatencyScale``, packed as `belfry.merge_latencies` reads them: bucket << 23 | count,
/// where a bucket may stand more than once.
struct RollupLatencies: Hashable, Sendable {
    /// The most one packed entry counts.
    private static let maximumCount: Int64 = 0x7f_ffff

    /// Attempts by bucket, to the highest bucket that has some.
    private var counts: [Int64] = []

    /// Counts nothing.
    init() {}

    /// Reads what was packed.
    init(packed: [Int32]) {
        for entry in packed { add(Int64(entry) & Self.maximumCount, to: Int(entry >> 23)) }
    }

    /// How many latencies are counted.
    var total: Int64 { counts.reduce(0, +) }

    /// Counts latencies of one bucket.
    mutating func add(_ attempts: Int64 = 1, to bucket: Int) {
        if bucket >= counts.count { counts += repeatElement(0, count: bucket + 1 - counts.count) }
        counts[bucket] += attempts
    }

    /// Counts another's latencies too.
    static func += (left: inout RollupLatencies, right: RollupLatencies) {
        for (bucket, attempts) in right.counts.enumerated() where attempts != 0 { left.add(attempts, to: bucket) }
    }

    /// The latencies that fractions (0 to 1, ascending) of the attempts did not exceed, at most 5 % off; none for no attempts.
    func percentiles(_ fractions: [Double]) -> [Int64] {
        let total = Double(total)
        guard total > 0 else { return [] }
        var percentiles: [Int64] = []
        var seen = 0.0
        for (bucket, attempts) in counts.enumerated() {
            seen += Double(attempts)
            while percentiles.count < fractions.count,
                seen >= max(1, (total * fractions[percentiles.count]).rounded(.up))
            {
                percentiles.append(LatencyScale.middle(of: bucket))
            }
        }
        return percentiles
    }

    /// As a literal of `integer[]`: an array of arrays of different lengths cannot be bound.
    var literal: String {
        var text = "{"
        for (bucket, attempts) in counts.enumerated() where attempts > 0 {
            for rest in stride(from: attempts, to: 0, by: -Int(Self.maximumCount)) {
                if text.utf8.count > 1 { text += "," }
                text += String(Int64(bucket) << 23 | min(rest, Self.maximumCount))
            }
        }
        return text + "}"
    }
}
