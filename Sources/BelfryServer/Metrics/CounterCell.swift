import Synchronization

/// A count that only grows; an increment is one atomic addition.
public final class CounterCell: MetricCell {
    private let count = Atomic<Int64>(0)

    /// A count of 0.
    public init() {}

    /// The count so far.
    public var value: Int64 { count.load(ordering: .relaxed) }

    /// Adds 1.
    public func increment() {
        add(1)
    }

    /// Adds an amount of 0 or more.
    public func add(_ amount: Int64) {
        count.add(amount, ordering: .relaxed)
    }

    /// Starts again at 0; only for libraries that ask for it.
    func clear() {
        count.store(0, ordering: .relaxed)
    }

    func write(to writer: inout ExpositionWriter, name: String, labels: [UInt8]) {
        writer.sample(name, labels: labels, value: value)
    }
}
