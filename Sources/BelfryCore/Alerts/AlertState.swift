/// Where an alert stands between its first match and its end.
public enum AlertState: String, Sendable {
    /// The condition holds, but not yet for long enough or often enough.
    case pending
    /// It deserves a human.
    case firing
    /// It has ended.
    case resolved
}
