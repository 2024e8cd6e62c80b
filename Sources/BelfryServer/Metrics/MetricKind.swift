/// What a metric family is, by OpenMetrics' names.
enum MetricKind: Hashable, Sendable {
    /// Only grows; its samples end in `_total`.
    case counter
    /// Goes up and down.
    case gauge
    /// Cumulative buckets, a sum and a count.
    case histogram
    /// A sum and a count, without quantiles.
    case summary
    /// A constant 1 whose labels are the information; its sample ends in `_info`.
    case info

    /// The word after `# TYPE name` in a format.
    func typeName(in format: ExpositionFormat) -> StaticString {
        switch self {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        case .summary: "summary"
        case .info: format == .text ? "gauge" : "info"
        }
    }
}
