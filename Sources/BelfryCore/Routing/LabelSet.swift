/// Labels by name, as matchers, routes and inhibition see them: a label that is missing is one with an empty value.
public struct LabelSet: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// The labels.
    public var values: [String: String]

    /// These labels.
    public init(_ values: [String: String] = [:]) {
        self.values = values
    }

    /// These labels; of two with one name the later counts.
    public init(dictionaryLiteral elements: (String, String)...) {
        values = Dictionary(elements, uniquingKeysWith: { $1 })
    }

    /// The value of a label; empty where there is none.
    public subscript(name: String) -> String { values[name] ?? "" }

    /// The labels of these names that are present.
    public func filtered(to names: some Collection<String>) -> LabelSet {
        LabelSet(values.filter { names.contains($0.key) })
    }

    /// Prometheus' identity of a label set: FNV-1a 64 over the labels sorted by the bytes of their names, each as name, 0xFF,
    /// value, 0xFF.
    public var fingerprint: UInt64 {
        var hash: UInt64 = 14_695_981_039_346_656_037
        func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        for (name, value) in sorted {
            name.utf8.forEach(mix)
            mix(0xFF)
            value.utf8.forEach(mix)
            mix(0xFF)
        }
        return hash
    }

    /// Name and value of every label, sorted by the bytes of the names.
    var sorted: [(name: String, value: String)] {
        values.map { (name: $0.key, value: $0.value) }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}

extension LabelSet: CustomStringConvertible {
    /// `{alertname="JobFailed", cron_job_id="x"}`, as Alertmanager prints a label set.
    public var description: String {
        "{" + sorted.map { "\($0.name)=\(QuotedLabelValue.printable($0.value))" }.joined(separator: ", ") + "}"
    }
}
