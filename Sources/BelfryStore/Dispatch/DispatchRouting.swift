public import BelfryCore

/// What a dispatch round needs of the configuration.
public struct DispatchRouting: Sendable {
    /// The routing tree.
    public var root: Route
    /// What mutes what.
    public var inhibitRules: [InhibitRule]
    /// The channels of each receiver this replica has; a receiver with none is there with an empty list.
    public var channels: [String: [String]]
    /// The `burst_limit` of receivers; one that is not there, or has 0, has none.
    public var burstLimits: [String: Int]
    /// The receiver that hears of broken receivers; nil where they go by the tree.
    public var fallback: String?

    /// Whether a message of this replica would reach anybody.
    public var reachesSomebody: Bool { !channels.values.allSatisfy(\.isEmpty) }

    /// A routing of these values.
    public init(
        root: Route,
        inhibitRules: [InhibitRule],
        channels: [String: [String]],
        burstLimits: [String: Int] = [:],
        fallback: String? = nil
    ) {
        self.root = root
        self.inhibitRules = inhibitRules
        self.channels = channels
        self.burstLimits = burstLimits
        self.fallback = fallback
    }
}
