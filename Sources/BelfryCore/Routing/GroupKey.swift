/// Which group of a route an alert belongs to.
public struct GroupKey: Hashable, Sendable {
    /// The route: ``ResolvedRoute/key``.
    public let route: String
    /// The matchers from the root to the route, without positions.
    public let path: String
    /// The labels all alerts of the group have in common by definition.
    public let labels: LabelSet

    /// The key under which a group is stored: unlike `description` it tells two routes apart that have the same matchers.
    public var id: String { "\(route):\(labels)" }
}

extension GroupKey: CustomStringConvertible {
    /// The key as Alertmanager prints it: `{}:{alertname="JobFailed"}`.
    public var description: String { "\(path):\(labels)" }
}
