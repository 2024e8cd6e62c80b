/// How one attempt ended, as A1Cron reports it.
public enum ExecutionStatus: Hashable, Sendable {
    /// The endpoint answered 2xx.
    case success
    /// The endpoint answered 4xx or 5xx.
    case failure
    /// A network error or an unusable URL.
    case error
    /// No answer within the job's `timeout_seconds`.
    case timeout
    /// A status the documentation does not name: 1 to 32 characters of `[a-z_]`, kept as sent, never a success.
    case other(String)

    /// The text on the wire, in SQL and in expressions.
    public var text: String {
        switch self {
        case .success: "success"
        case .failure: "failure"
        case .error: "error"
        case .timeout: "timeout"
        case .other(let text): text
        }
    }

    /// The bounded value used as a metric label: one of the four documented ones, or `other`.
    public var metricLabel: String {
        if case .other = self { "other" } else { text }
    }

    /// Whether the attempt succeeded.
    public var isSuccess: Bool { self == .success }

    /// The status for a text on the wire, or nil where it is not 1 to 32 characters of `[a-z_]`.
    public init?(text: String) {
        switch text {
        case "success": self = .success
        case "failure": self = .failure
        case "error": self = .error
        case "timeout": self = .timeout
        default:
            let characters = text.utf8
            guard (1...32).contains(characters.count),
                characters.allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x5F })
            else { return nil }
            self = .other(text)
        }
    }
}
