/// The families that libraries made, by the name they chose.
struct LibraryMetricsRegistry {
    /// The most families, and the most label sets of one: libraries put routes and pools into labels, never users.
    static let maximumFamilies = 500
    static let maximumCells = 1_000

    /// A library's label and what it made of it; the same label may be a counter here and a timer there.
    private struct Key: Hashable {
        let label: String
        let kind: MetricKind
    }

    private struct Family {
        let description: MetricDescription
        var cells: [[String]: any MetricCell] = [:]
    }

    private var families: [Key: Family] = [:]
    /// Every name that a sample or a family has taken.
    private var taken: Set<String> = []

    /// The cell of a label and dimensions, and whether an exposition will show it.
    mutating func cell<Cell: MetricCell>(
        label: String,
        dimensions: [(String, String)],
        kind: MetricKind,
        unit: String?,
        _ makeCell: () -> Cell
    ) -> (cell: Cell, isKept: Bool) {
        let key = Key(label: label, kind: kind)
        let values = LibraryMetricName.labels(dimensions).flatMap { [$0.name, $0.value] }
        if let cell = families[key]?.cells[values] as? Cell { return (cell, true) }
        let cell = makeCell()
        if families[key] == nil {
            guard families.count < Self.maximumFamilies else { return (cell, false) }
            families[key] = Family(description: describe(label, kind, unit))
        }
        guard families[key]?.cells.count ?? 0 < Self.maximumCells, families[key]?.cells[values] == nil else {
            return (cell, false)
        }
        families[key]?.cells[values] = cell
        return (cell, true)
    }

    /// Forgets the cell that is this object.
    mutating func remove(_ handler: AnyObject) {
        for (key, family) in families {
            for (values, cell) in family.cells where cell === handler {
                families[key]?.cells[values] = nil
            }
        }
    }

    /// Appends the families in a fixed order.
    func write(to writer: inout ExpositionWriter) {
        for family in families.values.sorted(by: { $0.description.name < $1.description.name }) {
            guard !family.cells.isEmpty else { continue }
            writer.begin(family.description)
            for (values, cell) in family.cells.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                var labels: [UInt8] = []
                for index in stride(from: 0, to: values.count, by: 2) {
                    ExpositionWriter.appendLabel(values[index], values[index + 1], to: &labels)
                }
                cell.write(to: &writer, name: family.description.name, labels: labels)
            }
        }
    }

    /// A description whose names nobody else has: the second claimant of a name gets `_2`.
    private mutating func describe(_ label: String, _ kind: MetricKind, _ unit: String?) -> MetricDescription {
        let base = LibraryMetricName.base(of: label, unit: unit)
        var number = 1
        while true {
            let stem = LibraryMetricName.numbered(base, number, unit: unit)
            let names = LibraryMetricName.claimed(stem, kind: kind)
            if taken.isDisjoint(with: names) {
                taken.formUnion(names)
                let name = kind == .counter ? stem + "_total" : stem
                return MetricDescription(name, kind, unit: unit, help: "Measured by a library as \(label).")
            }
            number += 1
        }
    }
}
