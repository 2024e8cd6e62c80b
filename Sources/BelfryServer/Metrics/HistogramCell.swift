import Synchronization

/// Observations counted in fixed buckets, with their sum.
public final class HistogramCell: MetricCell {
    /// Seconds, from half a millisecond to ten seconds: requests, commits and deliveries.
    public static let latencySeconds: [Double] = [
        0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    private struct State {
        /// Per bucket, not cumulative; the last one takes what is above all bounds.
        var counts: [Int64]
        var sum = 0.0
    }

    private let bounds: [Double]
    /// `le="0.1"` and so on, escaped once.
    private let bucketLabels: [[UInt8]]
    private let state: Mutex<State>

    /// An empty histogram with inclusive upper bounds, ascending.
    public init(bounds: [Double] = HistogramCell.latencySeconds) {
        self.bounds = bounds
        bucketLabels = (bounds.map { "le=\"\($0)\"" } + ["le=\"+Inf\""]).map { Array($0.utf8) }
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// How many values were observed.
    public var count: Int64 { state.withLock { $0.counts.reduce(0, +) } }

    /// Counts one value.
    public func observe(_ value: Double) {
        var index = 0
        while index < bounds.count, value > bounds[index] { index += 1 }
        state.withLock {
            $0.counts[index] += 1
            $0.sum += value
        }
    }

    /// Counts one duration given in nanoseconds as seconds.
    public func observe(nanoseconds: Int64) {
        observe(Double(nanoseconds) / 1e9)
    }

    func write(to writer: inout ExpositionWriter, name: String, labels: [UInt8]) {
        let state = state.withLock { $0 }
        let bucket = name + "_bucket"
        let prefix = labels.isEmpty ? labels : labels + [UInt8(ascii: ",")]
        var total: Int64 = 0
        for (label, count) in zip(bucketLabels, state.counts) {
            total += count
            writer.sample(bucket, labels: prefix + label, value: total)
        }
        writer.sample(name + "_sum", labels: labels, value: state.sum)
        writer.sample(name + "_count", labels: labels, value: total)
    }
}
