public import BelfryStore

extension RetentionPolicy {
    /// The policy of the section `retention`.
    public init(_ configuration: Configuration.Retention) {
        self.init(
            executions: configuration.executions,
            failures: configuration.failures,
            deliveries: configuration.deliveries,
            rollups: configuration.rollups
        )
    }
}
