/// What triggers with several parents have gathered: the newest success of each parent, used or waiting.
struct TriggerGathering {
    private struct Slot: Hashable {
        var trigger: String
        var parent: String
    }

    private var newest: [Slot: TriggerArrival] = [:]

    /// The newest arrivals known.
    init(_ arrivals: [TriggerArrival]) {
        for arrival in arrivals { newest[Slot(trigger: arrival.trigger, parent: arrival.parent)] = arrival }
    }

    /// Takes in a success; returns the arrivals that are complete with it, or only the new one, which then waits or came too late.
    ///
    /// They are complete when every parent's newest success waits and all of them lie within the trigger's time. They are used
    /// then, and the next firing needs a newer success of every parent. Empty for a success that is known already.
    mutating func add(_ arrival: TriggerArrival, to rule: TriggerRule) -> [TriggerArrival] {
        let slot = Slot(trigger: rule.name, parent: arrival.parent)
        if let known = newest[slot] {
            let isSame =
                known.jobID == arrival.jobID && known.position.executionID == arrival.position.executionID
            guard !isSame else { return [] }
            guard known.position < arrival.position else { return [arrival] }
        }
        newest[slot] = arrival
        guard var set = complete(rule) else { return [arrival] }
        let firing = AwaitedFiring.Key(
            jobID: arrival.jobID,
            trigger: rule.name,
            executionID: arrival.position.executionID
        )
        for index in set.indices {
            set[index].usedIn = firing
            newest[Slot(trigger: rule.name, parent: set[index].parent)] = set[index]
        }
        return set
    }

    /// The newest success of every parent, where each waits and they lie close enough together.
    private func complete(_ rule: TriggerRule) -> [TriggerArrival]? {
        var set: [TriggerArrival] = []
        for parent in rule.parents {
            guard let arrival = newest[Slot(trigger: rule.name, parent: parent.job)], arrival.usedIn == nil else {
                return nil
            }
            set.append(arrival)
        }
        guard let within = rule.within, let first = set.map(\.position.at).min(),
            let last = set.map(\.position.at).max(), last - first <= within
        else { return nil }
        return set
    }
}
