extension Configuration {
    /// An element of `receivers`: `name`, `burst_limit`, and the targets.
    public struct Receiver: Sendable {
        /// The burst limit of a receiver that says nothing.
        public static let defaultBurstLimit = 5

        /// Its name, which routes refer to.
        public var name: String
        /// Messages a minute beyond which the rest of the minute goes into one list; 0 for no limit.
        public var burstLimit = defaultBurstLimit
        /// Where its messages go; a receiver without a target takes alerts and tells nobody.
        public var notifiers: [any NotifierConfiguration]

        /// A receiver with the default burst limit.
        public init(name: String, notifiers: [any NotifierConfiguration]) {
            self.name = name
            self.notifiers = notifiers
        }

        /// The kinds of its targets in order: `slack`, `webhook`.
        public var integrations: [String] { notifiers.map { type(of: $0).integration } }
    }
}
