import BelfryServer

/// A table for people: columns as wide as their widest cell, two spaces apart, every cell fit for a terminal.
enum TextTable {
    /// The lines of a table, the first row being its head; a last column is not filled up.
    static func lines(_ rows: [[String]]) -> [String] {
        let rows = rows.map { $0.map(PlainText.printable) }
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (cell, width) in zip(row, widths) {
                line += cell + String(repeating: " ", count: width - cell.count + 2)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
