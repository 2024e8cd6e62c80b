import Foundation

/// The table of families in `docs/prometheus.md`.
enum MetricsPage {
    /// Names to types and labels, `counter {receiver}`.
    static func documented() throws -> [String: String] {
        let page = try String(contentsOf: ProjectFolder.root.appending(path: "docs/prometheus.md"), encoding: .utf8)
        var families: [String: String] = [:]
        for line in page.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 4 else { continue }
            let labels = cells[2].filter { $0 != "`" }
            families[cells[0].filter { $0 != "`" }] = labels == "–" ? cells[1] : "\(cells[1]) {\(labels)}"
        }
        return families
    }

    /// The names of the families.
    static func documentedNames() throws -> Set<String> {
        Set(try documented().keys)
    }
}
