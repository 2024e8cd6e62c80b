import BelfryCore
import Foundation

/// Expands variables and macros as Grafana's frontend and its PostgreSQL data source do.
struct GrafanaMacros {
    /// A macro that the data source does not have, or arguments it does not take.
    struct Unknown: Error, Hashable {
        var macro: String
    }

    var from: Instant
    var to: Instant
    /// Seconds of `$__interval`.
    var interval = 60
    /// Values of variables by name.
    var variables: [String: [String]] = [:]

    /// SQL as PostgreSQL gets it.
    func sql(_ text: String) throws -> String {
        var text = text
        for (name, values) in variables {
            let quoted = values.map { "'\($0.replacing("'", with: "''"))'" }.joined(separator: ",")
            text = text.replacing("${\(name):sqlstring}", with: quoted)
        }
        text = text.replacing("$__interval", with: "\(interval)s")
        // The data source's own pattern: no parenthesis and no comma inside an argument.
        let pattern = try Regex(#"\$(__[_a-zA-Z0-9]+)\(([^\)]*)\)"#, as: (Substring, Substring, Substring).self)
        var expanded = ""
        var rest = text[...]
        while let match = rest.firstMatch(of: pattern) {
            expanded += rest[..<match.range.lowerBound]
            let arguments = match.output.2.split(separator: ",", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            expanded += try expansion(of: String(match.output.1), arguments)
            rest = rest[match.range.upperBound...]
        }
        expanded += rest
        if expanded.contains("$__") || expanded.contains("${") { throw Unknown(macro: expanded) }
        return expanded
    }

    /// PromQL as Prometheus gets it.
    func promQL(_ text: String) -> String {
        text.replacing("$__rate_interval", with: "\(4 * interval)s").replacing("$__interval", with: "\(interval)s")
            .replacing("$__range", with: "\((to - from).microseconds / 1_000_000)s")
    }

    private func expansion(of macro: String, _ arguments: [String]) throws -> String {
        let column = arguments[0]
        switch (macro, arguments.count) {
        case ("__timeFilter", 1): return "\(column) BETWEEN '\(text(from))' AND '\(text(to))'"
        case ("__timeFrom", _): return "'\(text(from))'"
        case ("__timeTo", _): return "'\(text(to))'"
        case ("__timeGroup", 2): return try group(column, arguments[1])
        case ("__timeGroupAlias", 2): return "\(try group(column, arguments[1])) AS \"time\""
        default: throw Unknown(macro: macro)
        }
    }

    private func group(_ column: String, _ interval: String) throws -> String {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        let bare = interval.filter { $0 != "'" }
        guard let unit = bare.last.flatMap({ units[$0] }), let count = Int(bare.dropLast()), count > 0 else {
            throw Unknown(macro: "interval \(interval)")
        }
        return "floor(extract(epoch from \(column))/\(count * unit))*\(count * unit)"
    }

    private func text(_ instant: Instant) -> String {
        Date(timeIntervalSince1970: instant.secondsSinceEpoch).formatted(.iso8601)
    }
}
