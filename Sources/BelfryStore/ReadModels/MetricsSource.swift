/// Where `/metrics` gets its numbers about jobs and alerts.
public protocol MetricsSource: Sendable {
    /// Reads a snapshot that begins after the call; one bounded query.
    func metricsSnapshot() async throws -> MetricsSnapshot
}
