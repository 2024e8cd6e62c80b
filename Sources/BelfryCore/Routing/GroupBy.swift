/// By which labels alerts share a message.
public enum GroupBy: Hashable, Sendable {
    /// One group for each combination of the values of these labels; one for all alerts where there are none.
    case labels([String])
    /// `...`: by all labels, so that no alert is grouped with another.
    case allLabels

    /// The labels that make the group of an alert: those of its labels that count here.
    public func groupLabels(of labels: LabelSet) -> LabelSet {
        switch self {
        case .labels(let names): labels.filtered(to: names)
        case .allLabels: labels
        }
    }
}

extension GroupBy: CustomStringConvertible {
    /// `[alertname, cron_job_id]`, `[...]`.
    public var description: String {
        switch self {
        case .labels(let names): "[" + names.joined(separator: ", ") + "]"
        case .allLabels: "[...]"
        }
    }
}
