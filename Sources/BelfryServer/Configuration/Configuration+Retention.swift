public import BelfryCore

extension Configuration {
    /// The section `retention`: `executions`, `failures`, `deliveries`, `rollups`, `manage_partitions`.
    public struct Retention: Sendable {
        /// Executions that succeeded.
        public var executions: TimeSpan = .days(400)
        /// Executions that did not.
        public var failures: TimeSpan = .days(400)
        /// Attempts to deliver a message.
        public var deliveries: TimeSpan = .days(90)
        /// Hourly and daily sums.
        public var rollups: TimeSpan = .days(5 * 365)
        /// Whether Belfry makes and drops the daily partitions itself; false where pg_partman does.
        public var managesPartitions = true

        /// The section when it is empty.
        public init() {}
    }
}
