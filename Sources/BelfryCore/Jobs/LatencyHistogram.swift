/// Attempts of a job counted by latency, in the fixed buckets of `cron_job_duration_seconds`.
public struct LatencyHistogram: Hashable, Sendable {
    /// Inclusive upper bounds in milliseconds; a last bucket takes everything above.
    public static let boundsMS: [Int64] = [
        100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000,
    ]

    /// Attempts per bucket, not cumulative: `boundsMS.count + 1` elements.
    public private(set) var counts: [Int64]
    /// Sum of all latencies in milliseconds.
    public private(set) var sumMS: Int64

    /// A histogram with nothing in it.
    public init() {
        counts = Array(repeating: 0, count: Self.boundsMS.count + 1)
        sumMS = 0
    }

    /// Counts one attempt.
    public mutating func add(_ latencyMS: Int64) {
        var index = 0
        while index < Self.boundsMS.count, latencyMS > Self.boundsMS[index] { index += 1 }
        counts[index] += 1
        sumMS += latencyMS
    }

    /// The histogram in few bytes, for a column only Belfry reads.
    public var packed: [UInt8] {
        var writer = PackedWriter()
        writer.write(sumMS)
        for count in counts { writer.write(UInt64(count)) }
        return writer.bytes
    }

    /// Reads `packed`; nil where the bytes are not of its making.
    public init?(packed: [UInt8]) {
        var reader = PackedReader(packed)
        guard let sum = reader.readSigned() else { return nil }
        var counts: [Int64] = []
        counts.reserveCapacity(Self.boundsMS.count + 1)
        for _ in 0...Self.boundsMS.count {
            guard let count = reader.readUnsigned().flatMap(Int64.init(exactly:)) else { return nil }
            counts.append(count)
        }
        guard reader.isAtEnd else { return nil }
        self.counts = counts
        self.sumMS = sum
    }
}
