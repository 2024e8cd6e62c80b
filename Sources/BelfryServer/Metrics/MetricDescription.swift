/// The name, type, labels, unit and help of a metric family: what Prometheus is told about it.
struct MetricDescription: Hashable, Sendable {
    /// The name that its samples carry in the text format: a counter's ends in `_total`, an info's in `_info`.
    let name: String
    /// The type.
    let kind: MetricKind
    /// The label names in the order of their values.
    let labels: [String]
    /// `seconds`, `bytes`, or nil; the name ends in it, before `_total`.
    let unit: String?
    /// One sentence for people.
    let help: String

    init(_ name: String, _ kind: MetricKind, labels: [String] = [], unit: String? = nil, help: String) {
        self.name = name
        self.kind = kind
        self.labels = labels
        self.unit = unit
        self.help = help
    }

    /// The name of the family in a format: OpenMetrics' has neither `_total` nor `_info`.
    func familyName(in format: ExpositionFormat) -> Substring {
        guard format == .openMetrics else { return name[...] }
        switch kind {
        case .counter: return name.hasSuffix("_total") ? name.dropLast(6) : name[...]
        case .info: return name.hasSuffix("_info") ? name.dropLast(5) : name[...]
        case .gauge, .histogram, .summary: return name[...]
        }
    }
}
