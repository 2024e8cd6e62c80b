import Synchronization

/// The cells of one metric by their label values: made on first use, bounded, kept for good.
public final class MetricFamily<Cell: Sendable>: Sendable {
    /// The most combinations of label values a family keeps: receivers, rules and secrets are few, and a family that grows
    /// beyond this has a label it should not have.
    static var maximumCells: Int { 1_000 }

    let description: MetricDescription
    private let makeCell: @Sendable () -> Cell
    private let dropped: CounterCell?
    private let cells: Mutex<[[String]: Cell]>

    init(
        _ description: MetricDescription,
        initial: [[String]] = [],
        dropped: CounterCell? = nil,
        makeCell: @escaping @Sendable () -> Cell
    ) {
        self.description = description
        self.makeCell = makeCell
        self.dropped = dropped
        cells = Mutex(Dictionary(initial.map { ($0, makeCell()) }, uniquingKeysWith: { first, _ in first }))
    }

    /// The cell of these label values, in the order of the family's labels.
    ///
    /// Callers on a hot path keep it. Beyond the bound it is a cell that nobody reads, and the loss is counted.
    public func with(_ values: String...) -> Cell {
        with(values)
    }

    func with(_ values: [String]) -> Cell {
        cells.withLock { cells in
            if let cell = cells[values] { return cell }
            let cell = makeCell()
            if cells.count < Self.maximumCells {
                cells[values] = cell
            } else {
                dropped?.increment()
            }
            return cell
        }
    }

    /// Keeps the cells of these label values alone: for values that stand for a state (a hash, a loaded rule).
    public func keepOnly(_ values: [[String]]) {
        let kept = Set(values)
        cells.withLock { cells in cells = cells.filter { kept.contains($0.key) } }
    }

    /// The cells by their label values, in a fixed order.
    var ordered: [(values: [String], cell: Cell)] {
        cells.withLock { $0 }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { (values: $0.key, cell: $0.value) }
    }
}

extension MetricFamily where Cell: MetricCell {
    /// Appends the family with all its cells; nothing where it has none.
    func write(to writer: inout ExpositionWriter) {
        let ordered = ordered
        guard !ordered.isEmpty else { return }
        writer.begin(description)
        for (values, cell) in ordered {
            let labels = writer.labels(Array(zip(description.labels, values)))
            cell.write(to: &writer, name: description.name, labels: labels)
        }
    }
}
