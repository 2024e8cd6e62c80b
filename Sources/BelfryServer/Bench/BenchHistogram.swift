/// Latencies counted in buckets whose width grows with the value, as HdrHistogram does it.
///
/// A percentile is at most 0.8 % above the true value, from one nanosecond to hours, in a fixed 40 KiB. Written here because
/// nothing in the dependencies keeps exact tails at a few nanoseconds for each value.
public struct BenchHistogram: Sendable {
    private static let precisionBits = 7
    private static let bucketsPerDoubling = 1 << precisionBits
    /// Doublings above the exact range; the last one ends at 2⁴⁶ ns, which is 19 hours.
    private static let doublings = 39

    private var counts = [UInt64](repeating: 0, count: (doublings + 1) * bucketsPerDoubling)
    private var sum = 0.0

    /// How many values were added.
    public private(set) var count: UInt64 = 0
    /// The greatest value in nanoseconds, exact; 0 without any.
    public private(set) var maximum: UInt64 = 0

    /// A histogram with nothing in it.
    public init() {}

    /// The mean in nanoseconds, exact; 0 without any value.
    public var mean: Double { count == 0 ? 0 : sum / Double(count) }

    /// Counts one latency in nanoseconds.
    public mutating func add(_ nanoseconds: UInt64) {
        counts[Self.bucket(of: nanoseconds)] += 1
        count += 1
        sum += Double(nanoseconds)
        maximum = max(maximum, nanoseconds)
    }

    /// The latency in nanoseconds that `fraction` (0 to 1) of the values do not exceed; 0 without any value.
    public func percentile(_ fraction: Double) -> UInt64 {
        guard count > 0 else { return 0 }
        let rank = max(1, min(count, UInt64((fraction * Double(count)).rounded(.up))))
        var seen: UInt64 = 0
        for (bucket, count) in counts.enumerated() where count > 0 {
            seen += count
            if seen >= rank { return min(maximum, Self.upperBound(of: bucket)) }
        }
        return maximum
    }

    private static func bucket(of value: UInt64) -> Int {
        guard value >= bucketsPerDoubling else { return Int(value) }
        let shift = value.bitWidth - 1 - value.leadingZeroBitCount - precisionBits
        let bucket = (shift + 1) * bucketsPerDoubling + Int(value >> UInt64(shift)) - bucketsPerDoubling
        return min(bucket, (doublings + 1) * bucketsPerDoubling - 1)
    }

    private static func upperBound(of bucket: Int) -> UInt64 {
        guard bucket >= bucketsPerDoubling else { return UInt64(bucket) }
        let shift = bucket / bucketsPerDoubling - 1
        let mantissa = UInt64(bucket % bucketsPerDoubling + bucketsPerDoubling)
        return (mantissa + 1) << UInt64(shift) - 1
    }
}
