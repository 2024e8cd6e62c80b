/// How bad an alert is: the value of its `severity` label.
public enum Severity: String, CaseIterable, Codable, Comparable, Sendable {
    /// Worth knowing, nothing to do.
    case info
    /// Look at it in working hours; the default.
    case warning
    /// Something failed.
    case error
    /// Wake somebody.
    case critical

    /// Orders from `info` to `critical`.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .error: 2
        case .critical: 3
        }
    }
}
