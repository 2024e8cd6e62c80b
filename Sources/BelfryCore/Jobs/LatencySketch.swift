/// What latency is usual for a job: recent successes counted in logarithmic buckets, from which percentiles are read.
///
/// A bucket spans 10 % of its value, so a percentile is at most 5 % off. When the total reaches `halvingTotal` every count is
/// halved: the sketch follows a job whose latency changes, in bounded space.
public struct LatencySketch: Hashable, Sendable {
    /// Total at which the counts are halved.
    static let halvingTotal: UInt64 = 2_000

    /// One bucket: its exponent and how many latencies lie in it.
    private struct Bucket: Hashable {
        var index: Int
        var count: UInt64
    }

    /// Buckets with a count, by index.
    private var buckets: [Bucket] = []
    private var total: UInt64 = 0

    /// A sketch that has seen nothing.
    public init() {}

    /// Whether nothing has been seen.
    public var isEmpty: Bool { total == 0 }

    /// Takes in one latency in milliseconds.
    public mutating func add(_ latencyMS: Int64) {
        let index = LatencyScale.index(of: latencyMS)
        if let place = buckets.firstIndex(where: { $0.index >= index }) {
            if buckets[place].index == index {
                buckets[place].count += 1
            } else {
                buckets.insert(Bucket(index: index, count: 1), at: place)
            }
        } else {
            buckets.append(Bucket(index: index, count: 1))
        }
        total += 1
        if total >= Self.halvingTotal { halve() }
    }

    /// The latency in milliseconds that a fraction (0–1) of the successes did not exceed; nil before the first.
    public func percentile(_ fraction: Double) -> Int64? {
        guard total > 0 else { return nil }
        let rank = max(1, UInt64((Double(total) * fraction).rounded(.up)))
        var seen: UInt64 = 0
        for bucket in buckets {
            seen += bucket.count
            if seen >= rank { return LatencyScale.middle(of: bucket.index) }
        }
        return buckets.last.map { LatencyScale.middle(of: $0.index) }
    }

    /// The sketch in few bytes, for a column only Belfry reads.
    public var packed: [UInt8] {
        var writer = PackedWriter()
        for bucket in buckets {
            writer.write(UInt64(bucket.index))
            writer.write(bucket.count)
        }
        return writer.bytes
    }

    /// Reads `packed`; nil where the bytes are not of its making.
    public init?(packed: [UInt8]) {
        var reader = PackedReader(packed)
        while !reader.isAtEnd {
            guard let index = reader.readUnsigned().flatMap(Int.init(exactly:)), let count = reader.readUnsigned(),
                index > buckets.last?.index ?? -1
            else { return nil }
            buckets.append(Bucket(index: index, count: count))
            total += count
        }
    }

    private mutating func halve() {
        total = 0
        buckets = buckets.compactMap { bucket in
            let half = bucket.count / 2
            total += half
            return half == 0 ? nil : Bucket(index: bucket.index, count: half)
        }
    }
}
