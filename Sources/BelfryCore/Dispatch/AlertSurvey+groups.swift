extension AlertSurvey {
    /// The alerts of one group of a receiver.
    public struct Group: Sendable {
        /// The group.
        public var place: Place
        /// Its alerts, in the order they were given.
        public var entries: [Entry]
    }

    /// The groups of all alerts, by labels and receiver.
    public var groups: [Group] {
        var groups: [GroupID: Group] = [:]
        for entry in entries {
            for place in entry.places {
                let id = GroupID(receiver: place.receiver, key: place.key)
                groups[id, default: Group(place: place, entries: [])].entries.append(entry)
            }
        }
        return groups.values.map { (order: "\($0.place.groupLabels)", group: $0) }
            .sorted {
                ($0.order, $0.group.place.receiver, $0.group.place.key) < (
                    $1.order, $1.group.place.receiver, $1.group.place.key
                )
            }
            .map(\.group)
    }
}
