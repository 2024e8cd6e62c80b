public import Metrics
import Synchronization

/// The backend for swift-metrics: what Hummingbird and other libraries measure, under names Prometheus accepts.
///
/// Counters become counters (`_total`), meters and non-aggregating recorders gauges, timers histograms in seconds, aggregating
/// recorders summaries. Give it to `MetricsSystem.bootstrap` once per process.
public final class LibraryMetrics: MetricsFactory {
    private let registry: Mutex<LibraryMetricsRegistry>
    private let dropped: CounterCell

    /// A registry with nothing in it; what it has to drop is counted in Belfry's own metrics.
    public init(metrics: BelfryMetrics) {
        registry = Mutex(LibraryMetricsRegistry())
        dropped = metrics.seriesDropped.with(SeriesDropReason.libraryLimit.rawValue)
    }

    private func cell<Cell: MetricCell>(
        _ label: String,
        _ dimensions: [(String, String)],
        kind: MetricKind,
        unit: String? = nil,
        _ makeCell: () -> Cell
    ) -> Cell {
        let (cell, isKept) = registry.withLock {
            $0.cell(label: label, dimensions: dimensions, kind: kind, unit: unit, makeCell)
        }
        if !isKept { dropped.increment() }
        return cell
    }

    private func remove(_ handler: AnyObject) {
        registry.withLock { $0.remove(handler) }
    }

    /// Appends the libraries' families.
    func write(to writer: inout ExpositionWriter) {
        let registry = registry.withLock { $0 }
        registry.write(to: &writer)
    }

    /// A counter named `label_total`.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        cell(label, dimensions, kind: .counter, CounterCell.init)
    }

    /// A counter named `label_total`.
    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        cell(label, dimensions, kind: .counter, GaugeCell.init)
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        cell(label, dimensions, kind: .gauge, GaugeCell.init)
    }

    /// A gauge, or a summary where values are to be aggregated.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate {
            cell(label, dimensions, kind: .summary, SummaryCell.init)
        } else {
            cell(label, dimensions, kind: .gauge, GaugeCell.init)
        }
    }

    /// A histogram named `label_seconds`.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        cell(label, dimensions, kind: .histogram, unit: "seconds") { HistogramCell() }
    }

    /// Ends the counter's series.
    public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }

    /// Ends the counter's series.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }

    /// Ends the meter's series.
    public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }

    /// Ends the recorder's series.
    public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }

    /// Ends the timer's series.
    public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}
