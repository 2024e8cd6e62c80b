/// A `collect[]` that names no collector: 400.
public struct UnknownCollector: Error, Hashable, CustomStringConvertible {
    /// The value, as sent.
    public let name: String

    /// What was wrong and what would be right.
    public var description: String {
        let names = MetricsCollector.allCases.map(\.rawValue).joined(separator: ", ")
        return "collect[] is not one of the collectors \(names)"
    }
}
