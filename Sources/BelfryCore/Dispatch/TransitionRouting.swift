/// Takes an alert's transition to the groups it belongs to.
public struct TransitionRouting: Sendable {
    /// A change to a group because of a transition.
    public struct Touch: Hashable, Sendable {
        /// The group.
        public var group: GroupID
        /// The route that leads to it.
        public var route: ResolvedRoute
        /// Its key.
        public var key: GroupKey
    }

    /// The routing tree.
    public let root: Route
    /// The receiver that hears of broken receivers; nil where they go by the tree.
    public let fallback: String?
    /// The routes that are quiet at times.
    private let timedRoutes: [ResolvedRoute]

    /// A routing by this tree.
    public init(root: Route, fallback: String? = nil) {
        self.root = root
        self.fallback = fallback
        timedRoutes = root.nodes.filter { !$0.muteTimeIntervals.isEmpty || !$0.activeTimeIntervals.isEmpty }
    }

    /// What keeps a whole group quiet at a time because its route does; nil also for a group whose route is gone.
    public func mute(of group: GroupState, at now: Instant) -> Mute? {
        let route = timedRoutes.first { route in
            route.receiver == group.receiver
                && GroupKey(route: route.key, path: route.path, labels: group.labels).id == group.key
        }
        return route.flatMap { TimeMute($0, at: now)?.mute }
    }

    /// The groups an alert with these labels belongs to; none for a broken receiver that nobody else is told of.
    public func groups(of labels: LabelSet) -> [Touch] {
        routes(of: labels).map { route in
            let key = route.groupKey(of: labels)
            return Touch(group: GroupID(receiver: route.receiver, key: key.id), route: route, key: key)
        }
    }

    /// A receiver that is broken is not told so itself.
    private func routes(of labels: LabelSet) -> [ResolvedRoute] {
        guard labels["alertname"] == BrokenReceiverDecider.alertname else { return root.match(labels) }
        let broken = labels["receiver"]
        if let fallback, fallback != broken { return [.fallback(to: fallback)] }
        return root.match(labels).filter { $0.receiver != broken }
    }

    /// The group after a transition of one of its alerts at `now`; `existing` is nil for a group never seen.
    ///
    /// A group that has been silent waits `group_wait`; one that had a message waits until `group_interval` after it; a run that
    /// failed for good, or a job that flaps, is told at once.
    public static func touched(
        _ existing: GroupState?,
        _ touch: Touch,
        by kind: AlertTransition.Kind,
        at now: Instant
    ) -> GroupState {
        var group =
            existing
            ?? GroupState(
                receiver: touch.group.receiver,
                key: touch.key,
                route: touch.route,
                nextFlushAt: GroupState.never
            )
        group.groupInterval = touch.route.groupInterval
        group.repeatInterval = touch.route.repeatInterval
        let spaced = group.lastNotifiedAt.map { $0 + group.groupInterval } ?? now
        let due =
            switch kind {
            case .firing where group.sentFiring.isEmpty: max(now + touch.route.groupWait, spaced)
            case .firing, .resolved: max(now, spaced)
            case .final, .flapping: now
            }
        group.nextFlushAt = min(group.nextFlushAt, due)
        if kind == .final { group.isFinal = true }
        return group
    }
}
