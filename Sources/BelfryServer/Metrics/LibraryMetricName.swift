/// Turns the labels and dimensions of swift-metrics into names Prometheus accepts.
enum LibraryMetricName {
    /// What begins Belfry's and the process' own names, which no library may take.
    private static let reservedPrefixes = ["belfry_", "cron_job_", "process_", "scrape_"]
    /// Endings that mean something in the formats and come from the kind alone.
    private static let reservedSuffixes = ["_total", "_count", "_sum", "_bucket", "_info", "_created"]

    /// The name of a label without what the kind adds: `http.server.requests` is `http_server_requests`.
    static func base(of label: String, unit: String?) -> String {
        var name = sanitized(label)
        while let suffix = reservedSuffixes.first(where: name.hasSuffix) { name.removeLast(suffix.count) }
        if name.isEmpty { name = "unnamed" }
        if reservedPrefixes.contains(where: name.hasPrefix) { name = "library_" + name }
        if let unit, name.hasSuffix("_\(unit)") { name.removeLast(unit.utf8.count + 1) }
        return name
    }

    /// The base with a number above 1 before its unit.
    static func numbered(_ base: String, _ number: Int, unit: String?) -> String {
        base + (number > 1 ? "_\(number)" : "") + (unit.map { "_\($0)" } ?? "")
    }

    /// Every name that a family of this stem takes in either format.
    static func claimed(_ stem: String, kind: MetricKind) -> Set<String> {
        switch kind {
        case .counter: [stem, stem + "_total"]
        case .gauge, .info: [stem]
        case .histogram: [stem, stem + "_bucket", stem + "_sum", stem + "_count"]
        case .summary: [stem, stem + "_sum", stem + "_count"]
        }
    }

    /// The dimensions under label names that are valid and stand once, the first of equals.
    static func labels(_ dimensions: [(String, String)]) -> [(name: String, value: String)] {
        var labels: [(name: String, value: String)] = []
        for (dimension, value) in dimensions {
            var name = sanitized(dimension)
            while name.hasPrefix("__") { name.removeFirst() }
            if name == "le" || name == "quantile" { name += "_" }
            guard !labels.contains(where: { $0.name == name }) else { continue }
            labels.append((name, value))
        }
        return labels
    }

    /// Every byte outside `[a-zA-Z0-9_]` as `_`; a leading digit gets one before it.
    private static func sanitized(_ text: String) -> String {
        var bytes: [UInt8] = text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                byte
            default: UInt8(ascii: "_")
            }
        }
        if let first = bytes.first, first <= UInt8(ascii: "9") { bytes.insert(UInt8(ascii: "_"), at: 0) }
        return bytes.isEmpty ? "_" : String(decoding: bytes, as: UTF8.self)
    }
}
