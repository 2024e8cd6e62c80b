import BelfryCore
import Testing

/// Whether a group gets a message: the decision table of the deduplication.
@Suite struct GroupFlushTests {
    private let now = Instant(seconds: 1_800_000_000)

    private func alert(_ id: Int64, _ state: AlertState = .firing) -> AlertEpisode {
        AlertEpisode(
            alertID: id,
            jobID: "job",
            fingerprint: 1,
            alertname: "JobFailed",
            severity: .error,
            state: state,
            labels: [:],
            annotations: [:],
            matches: 1,
            activeSince: now - .minutes(10 - id),
            firingSince: now - .minutes(10 - id),
            resolvedAt: state == .resolved ? now : nil,
            runID: "run",
            failedRuns: 1,
            execution: nil,
            job: JobFacts(jobID: "job", name: "Job", firstSeenAt: now)
        )
    }

    private func group() -> GroupState {
        let route = Route(receiver: "ops").match(["alertname": "JobFailed"])[0]
        let key = route.groupKey(of: ["alertname": "JobFailed"])
        return GroupState(receiver: "ops", key: key, route: route, nextFlushAt: now)
    }

    /// The group and members after a first message about some alerts.
    private func told(_ alerts: [AlertEpisode]) -> GroupFlush {
        GroupFlush(group(), alerts.map { GroupMember(alert: $0) }, now: now - .minutes(1)) { _ in nil }
    }

    @Test func aNewAlertIsToldAndANothingNewIsNot() {
        let first = told([alert(1)])
        #expect(first.reason == .firing)
        #expect(first.group.flushNumber == 1)
        let second = GroupFlush(first.group, first.members, now: now) { _ in nil }
        #expect(second.reason == nil)
        #expect(second.group.nextFlushAt == first.group.lastNotifiedAt.map { $0 + .hours(4) })
    }

    @Test func itRepeatsAfterTheIntervalOrTheRulesReminder() {
        let first = told([alert(1)])
        #expect(GroupFlush(first.group, first.members, now: now + .hours(4)) { _ in nil }.reason == .repeat)
        var reminded = first.members
        reminded[0].remind = .minutes(1)
        #expect(GroupFlush(first.group, reminded, now: now) { _ in nil }.reason == .repeat)
    }

    @Test func anEndIsToldOnlyToThoseWhoHeardOfTheStart() {
        let first = told([alert(1)])
        var members = first.members
        members[0].alert = alert(1, .resolved)
        let end = GroupFlush(first.group, members, now: now) { _ in nil }
        #expect(end.reason == .resolved)
        #expect(end.members.isEmpty)
        #expect(end.group.nextFlushAt == GroupState.never)

        let unheard = GroupFlush(group(), [GroupMember(alert: alert(1, .resolved))], now: now) { _ in nil }
        #expect(unheard.reason == nil)
        #expect(unheard.held.map(\.reason) == [.resolvedBeforeSent])
    }

    @Test func firingAgainWithinAnIntervalIsNotSwallowed() {
        let first = told([alert(1)])
        var members = first.members
        members[0].alert = alert(1, .resolved)
        let again = GroupFlush(first.group, members + [GroupMember(alert: alert(2))], now: now) { _ in nil }
        #expect(again.reason == .firing)
        #expect(again.told.map(\.alertID) == [2, 1])
    }

    @Test func anInhibitedAlertIsHeldBackOnceAndToldWhenNothingMutesItAnyMore() {
        let held = GroupFlush(group(), [GroupMember(alert: alert(1))], now: now, muted: Self.inhibited)
        #expect(held.reason == nil)
        #expect(held.held.map(\.by) == ["CriticalJobFailed"])
        let still = GroupFlush(held.group, held.members, now: now + .seconds(10), muted: Self.inhibited)
        #expect(still.held.isEmpty)
        #expect(GroupFlush(still.group, still.members, now: now + .seconds(20)) { _ in nil }.reason == .firing)
    }

    private static let inhibited: @Sendable (AlertEpisode) -> Mute? = { _ in Mute(.inhibited, by: "CriticalJobFailed") }
    private static let silenced: @Sendable (AlertEpisode) -> Mute? = { _ in Mute(.silenced, by: "id") }

    @Test func aSilenceKeepsBackFirstMessagesAndRepetitions() {
        let held = GroupFlush(group(), [GroupMember(alert: alert(1))], now: now, muted: Self.silenced)
        #expect(held.reason == nil)
        #expect(held.held.map { "\($0.reason) \($0.by ?? "")" } == ["silenced id"])
        #expect(held.group.nextFlushAt == now + .seconds(10))
        #expect(GroupFlush(held.group, held.members, now: now + .seconds(10)) { _ in nil }.reason == .firing)

        let first = told([alert(1)])
        let quiet = GroupFlush(first.group, first.members, now: now + .hours(5), muted: Self.silenced)
        #expect(quiet.reason == nil)
        #expect(quiet.held.map(\.reason) == [.silenced])
        #expect(quiet.group.nextFlushAt == now + .hours(5) + .seconds(10))
        let again = GroupFlush(quiet.group, quiet.members, now: now + .hours(6)) { _ in nil }
        #expect(again.reason == .repeat)
    }

    @Test func whoWasToldThatItFiresIsToldThatItEndedInSpiteOfASilence() {
        var members = told([alert(1)]).members
        members[0].alert = alert(1, .resolved)
        let end = GroupFlush(told([alert(1)]).group, members, now: now, muted: Self.silenced)
        #expect(end.reason == .resolved)

        let unheard = GroupFlush(group(), [GroupMember(alert: alert(1))], now: now, muted: Self.silenced)
        var ended = unheard.members
        ended[0].alert = alert(1, .resolved)
        let nothing = GroupFlush(unheard.group, ended, now: now + .seconds(10), muted: Self.silenced)
        #expect(nothing.reason == nil)
        #expect(nothing.held.isEmpty)
    }

    @Test func aFinalFailureIsToldAtOnce() {
        let first = told([alert(1)])
        var group = first.group
        group.isFinal = true
        let final = GroupFlush(group, first.members, now: now) { _ in nil }
        #expect(final.reason == .final)
        #expect(!final.group.isFinal)
    }
}
