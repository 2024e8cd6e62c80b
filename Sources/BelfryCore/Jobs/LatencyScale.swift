/// Logarithmic buckets of latency: each spans 10 % of its value, so that what is read off them is at most 5 % off.
public enum LatencyScale {
    private static let growth = 1.1

    /// How many buckets there are.
    public static var count: Int { bounds.count }

    /// Upper bounds of the buckets: 1, then 10 % more each, at least 1 ms apart, up to about 12 days.
    private static let bounds: [Int64] = {
        var bounds: [Int64] = [0, 1]
        var bound = 1.0
        while let last = bounds.last, last < 1_000_000_000 {
            bound = max(bound * growth, Double(last) + 1)
            bounds.append(Int64(bound.rounded()))
        }
        return bounds
    }()

    /// The bucket a latency in milliseconds lies in.
    public static func index(of latencyMS: Int64) -> Int {
        var low = 0
        var high = bounds.count - 1
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] >= latencyMS { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The middle of a bucket, in milliseconds.
    public static func middle(of index: Int) -> Int64 {
        let upper = bounds[min(index, bounds.count - 1)]
        let lower = index == 0 ? 0 : bounds[min(index - 1, bounds.count - 1)]
        return lower + (upper - lower + 1) / 2
    }
}
