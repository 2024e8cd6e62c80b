public import Metrics

extension CounterCell: CounterHandler {
    /// Adds an amount.
    public func increment(by amount: Int64) {
        add(amount)
    }

    /// Starts again at 0.
    public func reset() {
        clear()
    }
}

extension GaugeCell: MeterHandler, RecorderHandler, FloatingPointCounterHandler {
    /// Replaces the number.
    public func set(_ value: Int64) {
        set(Double(value))
    }

    /// Adds to the number.
    public func increment(by amount: Double) {
        add(amount)
    }

    /// Subtracts from the number.
    public func decrement(by amount: Double) {
        add(-amount)
    }

    /// Replaces the number.
    public func record(_ value: Int64) {
        set(Double(value))
    }

    /// Replaces the number.
    public func record(_ value: Double) {
        set(value)
    }

    /// Starts again at 0.
    public func reset() {
        set(0.0)
    }
}

extension SummaryCell: RecorderHandler {
    func record(_ value: Int64) {
        observe(Double(value))
    }

    func record(_ value: Double) {
        observe(value)
    }
}

extension HistogramCell: TimerHandler {
    /// Counts one duration in seconds.
    public func recordNanoseconds(_ duration: Int64) {
        observe(nanoseconds: duration)
    }
}
