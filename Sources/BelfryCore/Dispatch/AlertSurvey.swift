/// Where open alerts stand towards routing at a moment: who hears of each, and what keeps it quiet.
public struct AlertSurvey: Sendable {
    /// A group of a receiver that an alert belongs to.
    public struct Place: Hashable, Sendable {
        /// The receiver's name.
        public var receiver: String
        /// The labels the group shares by definition.
        public var groupLabels: LabelSet
        /// The time intervals that keep the group quiet.
        public var mutedBy: [String]
        /// `GroupKey.id`.
        var key: String
    }

    /// An alert.
    public struct Entry: Sendable {
        /// The alert.
        public var alert: AlertEpisode
        /// Its labels.
        public var labels: LabelSet
        /// The ids of the silences that keep it quiet.
        public var silencedBy: [String]
        /// The fingerprints of the alerts that inhibit it.
        public var inhibitedBy: [UInt64]
        /// The groups it belongs to, in the order of the routing tree; none for a broken receiver nobody else is told of.
        public var places: [Place]

        /// The time intervals that keep it quiet; empty while any of its groups is told.
        public var mutedBy: [String] {
            guard places.allSatisfy({ !$0.mutedBy.isEmpty }) else { return [] }
            var seen: Set<String> = []
            return places.flatMap(\.mutedBy).filter { seen.insert($0).inserted }
        }

        /// The names of those who hear of it, each once.
        public var receivers: [String] {
            var seen: Set<String> = []
            return places.map(\.receiver).filter { seen.insert($0).inserted }
        }
    }

    /// The alerts, in the order they were given.
    public let entries: [Entry]

    /// A survey of alerts; those that fire are also what inhibits, and broken receivers are told to the `fallback`.
    public init(
        _ alerts: [AlertEpisode],
        root: Route,
        inhibitRules: [InhibitRule],
        silences: [Silence],
        fallback: String? = nil,
        at now: Instant
    ) {
        let routing = TransitionRouting(root: root, fallback: fallback)
        let sources = alerts.filter { $0.state == .firing }
        let inhibitor = Inhibitor(rules: inhibitRules, sources: sources.map { LabelSet($0.allLabels) })
        var mutes: [String: [String]] = [:]
        for node in root.nodes { mutes[node.key] = TimeMute(node, at: now)?.intervals }
        entries = alerts.map { [mutes] alert in
            let labels = LabelSet(alert.allLabels)
            return Entry(
                alert: alert,
                labels: labels,
                silencedBy: silences.filter { $0.silences(labels, at: now) }.map(\.id),
                inhibitedBy: inhibitor.inhibition(of: labels).map { [sources[$0.source].fingerprint] } ?? [],
                places: routing.groups(of: labels).map { touch in
                    Place(
                        receiver: touch.group.receiver,
                        groupLabels: touch.key.labels,
                        mutedBy: mutes[touch.route.key] ?? [],
                        key: touch.key.id
                    )
                }
            )
        }
    }
}
