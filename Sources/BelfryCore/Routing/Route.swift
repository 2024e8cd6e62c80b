/// A node of the routing tree as it is written: what is nil is the parent's, and at the root the shipped default.
///
/// Alertmanager's semantics: an alert enters at the root and goes to the first child whose matchers it fulfils, and on to the
/// following children while `continue` is set; a node none of whose children takes the alert takes it itself.
public struct Route: Hashable, Sendable {
    /// The receiver that exists without `receivers`, and the root's where it names none.
    public static let builtInReceiver = "default"

    /// The name of the receiver.
    public var receiver: String?
    /// By which labels alerts share a message; shipped: `alertname` and `cron_job_id`.
    public var groupBy: GroupBy?
    /// How long a new group waits for more alerts; shipped: not at all.
    public var groupWait: TimeSpan?
    /// How long a group waits after a message before it tells what changed; shipped: 10 s.
    public var groupInterval: TimeSpan?
    /// How long a group that did not change waits before it is sent again; shipped: 4 h.
    public var repeatInterval: TimeSpan?
    /// When the node tells nothing; not its children's concern, and empty at the root.
    public var muteTimeIntervals: [NamedTimeInterval]
    /// When the node tells anything, always where there are none; not its children's concern, and empty at the root.
    public var activeTimeIntervals: [NamedTimeInterval]
    /// What an alert must fulfil to enter; nothing at the root.
    public var matchers: [LabelMatcher]
    /// `continue`: whether an alert that was taken here is also offered to the following siblings.
    public var continues: Bool
    /// The children in order.
    public var routes: [Route]

    /// A node; what is left out is the parent's.
    public init(
        receiver: String? = nil,
        matchers: [LabelMatcher] = [],
        groupBy: GroupBy? = nil,
        groupWait: TimeSpan? = nil,
        groupInterval: TimeSpan? = nil,
        repeatInterval: TimeSpan? = nil,
        muteTimeIntervals: [NamedTimeInterval] = [],
        activeTimeIntervals: [NamedTimeInterval] = [],
        continues: Bool = false,
        routes: [Route] = []
    ) {
        self.receiver = receiver
        self.groupBy = groupBy
        self.groupWait = groupWait
        self.groupInterval = groupInterval
        self.repeatInterval = repeatInterval
        self.muteTimeIntervals = muteTimeIntervals
        self.activeTimeIntervals = activeTimeIntervals
        self.matchers = matchers
        self.continues = continues
        self.routes = routes
    }

    /// The nodes that take an alert with these labels, in the order of the tree; at least one, for the root takes what nobody
    /// else does.
    public func match(_ labels: LabelSet) -> [ResolvedRoute] {
        match(labels, as: resolved(below: nil))
    }

    /// Every node of the tree, parents before their children.
    public var nodes: [ResolvedRoute] { nodes(as: resolved(below: nil)) }

    private func match(_ labels: LabelSet, as node: ResolvedRoute) -> [ResolvedRoute] {
        var taken: [ResolvedRoute] = []
        for (position, child) in routes.enumerated() where child.matchers.match(labels) {
            taken += child.match(labels, as: child.resolved(below: (node, position)))
            if !child.continues { break }
        }
        return taken.isEmpty ? [node] : taken
    }

    private func nodes(as node: ResolvedRoute) -> [ResolvedRoute] {
        [node] + routes.enumerated().flatMap { $1.nodes(as: $1.resolved(below: (node, $0))) }
    }

    private func resolved(below parent: (node: ResolvedRoute, position: Int)?) -> ResolvedRoute {
        var node = parent?.node ?? .shipped
        if let parent {
            let text = matchers.canonicalText
            node.key = "\(parent.node.key)/\(text)/\(parent.position)"
            node.path = "\(parent.node.path)/\(text)"
        }
        node.receiver = receiver ?? node.receiver
        node.groupBy = groupBy ?? node.groupBy
        node.groupWait = groupWait ?? node.groupWait
        node.groupInterval = groupInterval ?? node.groupInterval
        node.repeatInterval = repeatInterval ?? node.repeatInterval
        node.muteTimeIntervals = muteTimeIntervals
        node.activeTimeIntervals = activeTimeIntervals
        return node
    }
}
