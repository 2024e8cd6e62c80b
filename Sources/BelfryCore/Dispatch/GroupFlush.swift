/// Decides whether a group that is due gets a message: Alertmanager's deduplication, plus reminders and final failures.
public struct GroupFlush: Hashable, Sendable {
    /// A member that is not in the message, and why.
    public struct Held: Hashable, Sendable {
        /// The alert.
        public var alert: AlertEpisode
        /// Why.
        public var reason: HeldBack
        /// What held it back, in words: ``Mute/by``; nil where the reason says it all.
        public var by: String?
    }

    /// How often a group is looked at whose alert is kept back until nobody knows when.
    static let mutedRecheck = TimeSpan.seconds(10)

    /// The group afterwards.
    public var group: GroupState
    /// Members that stay, as they stand afterwards.
    public var members: [GroupMember]
    /// Alerts that leave the group.
    public var leaving: [AlertEpisode]
    /// What is newly held back.
    public var held: [Held]
    /// Why a message is sent; nil where none is.
    public var reason: NotificationReason?
    /// The alerts of the message.
    public var told: [AlertEpisode]

    /// Decides a group at `now`; `muted` names what mutes an alert, if anything does.
    ///
    /// Inhibition keeps back what has not been told. A silence and a time interval keep back repetitions too; that an alert has
    /// ended is told nevertheless to whom was told that it fires. An acknowledged alert is in the group's messages and causes none
    /// but its first and its last.
    public init(
        _ group: GroupState,
        _ members: [GroupMember],
        now: Instant,
        muted: (AlertEpisode) -> Mute?
    ) {
        self.group = group
        self.members = []
        leaving = []
        held = []
        told = []
        var firing: [GroupMember] = []
        var resolved: [GroupMember] = []
        var recheckAt = GroupState.never
        for var member in members {
            if member.alert.state == .resolved {
                leaving.append(member.alert)
                if member.isAnnounced {
                    resolved.append(member)
                } else if member.heldBack == nil {
                    held.append(Held(alert: member.alert, reason: .resolvedBeforeSent, by: nil))
                }
            } else if let mute = muted(member.alert), mute.holdsRepetitions || !member.isAnnounced {
                recheckAt = min(recheckAt, mute.until ?? now + Self.mutedRecheck)
                if member.heldBack != mute.reason {
                    held.append(Held(alert: member.alert, reason: mute.reason, by: mute.by))
                }
                member.heldBack = mute.reason
                self.members.append(member)
            } else {
                if member.acknowledgedBy == nil || member.heldBack != .acknowledged { member.heldBack = nil }
                firing.append(member)
            }
        }
        let quiet = self.members.filter(\.isAnnounced)
        reason = Self.reason(group, firing: firing, resolved: resolved, now: now)
        if reason == nil {
            self.members += firing.map { holdBackAcknowledged($0, now: now) }
        } else {
            told = (firing + resolved).map(\.alert)
            self.members += firing.map { member in
                var told = member
                told.isAnnounced = true
                return told
            }
            self.group.flushNumber += 1
            self.group.lastNotifiedAt = now
            self.group.sentFiring = Set((firing + quiet).map(\.token))
            self.group.sentResolved = Set(resolved.map(\.token))
        }
        // What failed for good while its group was quiet is told as such afterwards.
        self.group.isFinal = group.isFinal && firing.isEmpty && !quiet.isEmpty
        self.group.nextFlushAt = min(nextFlush(after: now), recheckAt)
    }

    private static func reason(
        _ group: GroupState,
        firing: [GroupMember],
        resolved: [GroupMember],
        now: Instant
    ) -> NotificationReason? {
        if !firing.allSatisfy({ $0.isTold(in: group.sentFiring) }) { return .firing }
        let waking = firing.filter { $0.acknowledgedBy == nil }
        if group.isFinal, !waking.isEmpty { return .final }
        if firing.isEmpty, !group.sentFiring.isEmpty { return resolved.isEmpty ? nil : .resolved }
        if !Set(resolved.map(\.token)).isSubset(of: group.sentResolved) { return .resolved }
        return isRepetitionDue(group, waking, now: now) ? .repeat : nil
    }

    private static func isRepetitionDue(_ group: GroupState, _ members: [GroupMember], now: Instant) -> Bool {
        guard !members.isEmpty, let last = group.lastNotifiedAt else { return false }
        return last + repeatInterval(group, members) <= now
    }

    /// A member of which nothing is said now; that it would have been but for an acknowledgement is recorded once.
    private mutating func holdBackAcknowledged(_ member: GroupMember, now: Instant) -> GroupMember {
        guard let by = member.acknowledgedBy, member.heldBack == nil,
            group.isFinal || Self.isRepetitionDue(group, [member], now: now)
        else { return member }
        held.append(Held(alert: member.alert, reason: .acknowledged, by: by))
        var member = member
        member.heldBack = .acknowledged
        return member
    }

    /// The group's `repeat_interval`, or the shortest `remind` of its alerts.
    private static func repeatInterval(_ group: GroupState, _ members: [GroupMember]) -> TimeSpan {
        members.compactMap(\.remind).min() ?? group.repeatInterval
    }

    private func nextFlush(after now: Instant) -> Instant {
        let announced = members.filter { $0.isAnnounced && $0.heldBack == nil }
        guard !announced.isEmpty, let last = group.lastNotifiedAt else { return GroupState.never }
        return max(now, last + Self.repeatInterval(group, announced))
    }
}
