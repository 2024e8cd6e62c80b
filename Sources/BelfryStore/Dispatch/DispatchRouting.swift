public import BelfryCore

/// What a dispatch round needs of the configuration.
public struct DispatchRouting: Sendable {
    /// The routing tree.
    public var root: Route
    /// What mutes what.
    public var inhibitRules: [InhibitRule]
    /// The channels of each receiver this replica has; a receiver with none is there with an empty list.
    public var channels: [String: [String]]

    /// A routing of these values.
    public init(root: Route, inhibitRules: [InhibitRule], channels: [String: [String]]) {
        self.root = root
        self.inhibitRules = inhibitRules
        self.channels = channels
    }
}
