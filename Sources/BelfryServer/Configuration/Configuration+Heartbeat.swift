public import BelfryCore

extension Configuration {
    /// The section `heartbeat`: `url` or `url_file`, and `every`.
    public struct Heartbeat: Sendable {
        /// The dead-man's switch that is told that Belfry works.
        public var url: TargetURL
        /// How often.
        public var every: TimeSpan

        /// A heartbeat to a switch, once a minute unless told otherwise.
        public init(url: TargetURL, every: TimeSpan = .minutes(1)) {
            self.url = url
            self.every = every
        }
    }
}
