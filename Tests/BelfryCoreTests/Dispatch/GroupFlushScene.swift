import BelfryCore

/// Groups written in few letters: a member is a number and `e` ended, `s` silenced, `m` muted, `i` inhibited, `a` acknowledged,
/// `f` flapping.
enum GroupFlushScene {
    static let now = Instant(seconds: 1_800_000_000)
    static let muteEnd = now + .hours(7)

    static func alert(_ id: Int64, _ state: AlertState = .firing, isFlapping: Bool = false) -> AlertEpisode {
        AlertEpisode(
            alertID: id,
            jobID: "job",
            fingerprint: UInt64(id),
            alertname: "JobFailed",
            severity: .error,
            state: state,
            labels: [:],
            annotations: [:],
            matches: 1,
            activeSince: now - .days(1),
            firingSince: now - .days(1),
            resolvedAt: state == .resolved ? now : nil,
            runID: "run",
            failedRuns: 1,
            execution: nil,
            job: JobFacts(jobID: "job", name: "Job", firstSeenAt: now),
            isFlapping: isFlapping
        )
    }

    /// A group that was told `age` ago that some alerts fire; never where there are none.
    static func told(_ ids: String, age: TimeSpan = .minutes(1)) -> GroupState {
        let route = Route(receiver: "ops").match([:])[0]
        let group = GroupState(receiver: "ops", key: route.groupKey(of: [:]), route: route, nextFlushAt: now)
        let members = read(ids).map { GroupMember(alert: alert($0.id)) }
        return members.isEmpty ? group : GroupFlush(group, members, now: now - age) { _ in nil }.group
    }

    static func flush(before: String, now scene: String, age: TimeSpan, isFinal: Bool = false) -> GroupFlush {
        var group = told(before, age: age)
        group.isFinal = isFinal
        let known = Set(read(before).map(\.id))
        let members = read(scene).map { member in
            GroupMember(
                alert: alert(
                    member.id,
                    member.letters.contains("e") ? .resolved : .firing,
                    isFlapping: member.letters.contains("f")
                ),
                isAnnounced: known.contains(member.id),
                acknowledgedBy: member.letters.contains("a") ? "ana" : nil
            )
        }
        return GroupFlush(group, members, now: now, muted: mutes(scene))
    }

    /// The same group looked at again, `later`, under the same or another scene.
    static func flush(_ last: GroupFlush, like scene: String, later: TimeSpan = .zero) -> GroupFlush {
        let letters = Dictionary(uniqueKeysWithValues: read(scene).map { ($0.id, $0.letters) })
        let members = last.members.map { member in
            var member = member
            let found = letters[member.alert.alertID] ?? ""
            member.acknowledgedBy = found.contains("a") ? "ana" : nil
            if found.contains("e") { member.alert = alert(member.alert.alertID, .resolved) }
            member.alert.isFlapping = found.contains("f")
            return member
        }
        return GroupFlush(last.group, members, now: now + later, muted: mutes(scene))
    }

    /// `1 silenced, 2 muted`.
    static func held(_ flush: GroupFlush) -> String {
        flush.held.map { "\($0.alert.alertID) \($0.reason.rawValue)" }.joined(separator: ", ")
    }

    private static func mutes(_ scene: String) -> (AlertEpisode) -> Mute? {
        let letters = Dictionary(uniqueKeysWithValues: read(scene).map { ($0.id, $0.letters) })
        return { alert in
            let found = letters[alert.alertID] ?? ""
            if found.contains("s") { return Mute(.silenced, by: "silence") }
            if found.contains("m") { return Mute(.muted, by: "night", until: muteEnd) }
            return found.contains("i") ? Mute(.inhibited, by: "CriticalJobFailed") : nil
        }
    }

    private static func read(_ scene: String) -> [(id: Int64, letters: Substring)] {
        scene.split(separator: " ").map { text in
            let digits = text.prefix { $0.isNumber }
            return (Int64(digits) ?? 0, text.dropFirst(digits.count))
        }
    }
}
