public import BelfryCore
import Synchronization

/// A number that goes up and down; setting it is one atomic store.
public final class GaugeCell: MetricCell {
    private let bits = Atomic<UInt64>(0)

    /// A gauge at 0.
    public init() {}

    /// The number now.
    public var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    /// Replaces the number.
    public func set(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }

    /// Replaces the number by 1 or 0.
    public func set(_ value: Bool) {
        set(value ? 1.0 : 0.0)
    }

    /// Replaces the number by the seconds since the Unix epoch.
    public func set(_ instant: Instant) {
        set(instant.secondsSinceEpoch)
    }

    /// Adds to the number; negative amounts subtract.
    public func add(_ amount: Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (exchanged, original) = bits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
            if exchanged { return }
            old = original
        }
    }

    func write(to writer: inout ExpositionWriter, name: String, labels: [UInt8]) {
        writer.sample(name, labels: labels, value: value)
    }
}
