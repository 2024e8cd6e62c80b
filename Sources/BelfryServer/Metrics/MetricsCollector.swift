/// A part of the exposition that `collect[]` selects.
public enum MetricsCollector: String, CaseIterable, Sendable {
    /// What comes from the database: equal on every replica.
    case jobs
    /// What this process knows of itself.
    case `self`
}
