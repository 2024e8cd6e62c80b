/// What keeps the history; also the label `task` of the metric that says when it last succeeded.
enum MaintenanceTask: String, CaseIterable {
    /// Making daily partitions ahead.
    case partitions
    /// Deleting what is older than its retention.
    case retention
    /// Folding executions into hours and days.
    case rollups
}
