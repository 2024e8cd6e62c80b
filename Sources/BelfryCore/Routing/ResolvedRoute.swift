/// A node of the routing tree that takes alerts, with all it has of its own or from its parents.
public struct ResolvedRoute: Hashable, Sendable {
    /// Names the node by the matchers and positions from the root: `{}`, `{}/{severity="critical"}/0`.
    ///
    /// It stays the same across restarts as long as the node keeps its place and its matchers.
    public internal(set) var key: String
    /// The matchers from the root, without positions: `{}/{severity="critical"}`.
    public internal(set) var path: String
    /// The name of the receiver.
    public internal(set) var receiver: String
    /// By which labels alerts share a message.
    public internal(set) var groupBy: GroupBy
    /// How long a new group waits for more alerts before its first message.
    public internal(set) var groupWait: TimeSpan
    /// How long a group waits after a message before it tells what changed.
    public internal(set) var groupInterval: TimeSpan
    /// How long a group that did not change waits before it is sent again.
    public internal(set) var repeatInterval: TimeSpan
    /// When nothing is told; never inherited.
    public internal(set) var muteTimeIntervals: [NamedTimeInterval] = []
    /// When something is told, always where there are none; never inherited.
    public internal(set) var activeTimeIntervals: [NamedTimeInterval] = []

    /// The group an alert with these labels belongs to.
    public func groupKey(of labels: LabelSet) -> GroupKey {
        GroupKey(route: key, path: path, labels: groupBy.groupLabels(of: labels))
    }

    /// The way to the receiver that hears of broken ones, each told on its own.
    static func fallback(to receiver: String) -> ResolvedRoute {
        var route = shipped
        route.key = "fallback"
        route.path = "fallback"
        route.receiver = receiver
        route.groupBy = .labels(["alertname", "receiver", "integration"])
        return route
    }

    /// A root with the shipped settings: each rule and job a group of its own, told at once, repeated every four hours.
    ///
    /// Alertmanager's own defaults let the second of two jobs that fail together wait for almost five minutes.
    static let shipped = ResolvedRoute(
        key: "{}",
        path: "{}",
        receiver: Route.builtInReceiver,
        groupBy: .labels(["alertname", "cron_job_id"]),
        groupWait: .zero,
        groupInterval: .seconds(10),
        repeatInterval: .hours(4)
    )
}
