import Synchronization

/// A sum and a count of what was observed, for values whose range nobody told.
final class SummaryCell: MetricCell {
    private struct State {
        var count: Int64 = 0
        var sum = 0.0
    }

    private let state = Mutex(State())

    /// Counts one value.
    func observe(_ value: Double) {
        state.withLock {
            $0.count += 1
            $0.sum += value
        }
    }

    func write(to writer: inout ExpositionWriter, name: String, labels: [UInt8]) {
        let state = state.withLock { $0 }
        writer.sample(name + "_sum", labels: labels, value: state.sum)
        writer.sample(name + "_count", labels: labels, value: state.count)
    }
}
