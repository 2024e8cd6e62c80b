internal import BelfryCore
internal import Libpq

/// One dispatch round, inside its transaction.
struct DispatchRound {
    private let routing: DispatchRouting
    private let transitionRouting: TransitionRouting
    private let rules: RuleSet?
    private var report = DispatchReport()
    private var groups: [GroupID: GroupState] = [:]
    private var newMembers: [DispatchQueries.MemberRow] = []

    init(routing: DispatchRouting, rules: RuleSet?) {
        self.routing = routing
        self.rules = rules
        transitionRouting = TransitionRouting(root: routing.root, fallback: routing.fallback)
    }

    mutating func run(on connection: Connection) async throws -> DispatchReport {
        let header = try await connection.pipeline(DispatchQueries.begin)
        let (now, batchID) = try header[2][0].decode(Instant.self, Int64.self)
        report.now = now
        guard try await !isForOthers(on: connection) else { return report }
        let rows = try await connection.query(DispatchQueries.unprocessed(limit: DispatchStore.roundSize))
        let transitions = try DispatchQueries.decodeTransitions(rows)
        report.transitions = transitions.count
        report.hasMore = transitions.count == Int(DispatchStore.roundSize)
        try await route(transitions, now: now, on: connection)
        let list = try await flush(now: now, batchID: batchID, on: connection)
        let group = try await connection.query(DispatchQueries.nextDue(of: Array(routing.channels.keys)))[0]
            .decode(Instant?.self)
        report.nextDueAt = [list, group].compactMap { $0 }.min()
        return report
    }

    mutating func adopt(on connection: Connection) async throws -> Int {
        guard !routing.channels.isEmpty else { return 0 }
        let header = try await connection.pipeline(DispatchQueries.begin)
        let (now, _) = try header[2][0].decode(Instant.self, Int64.self)
        guard try await !isForOthers(on: connection) else { return 0 }
        // The intervals of this configuration may be others than those the groups were last looked at with.
        try await connection.pipeline([DispatchQueries.recheckMuted(now: now)])
        let orphans = DispatchQueries.firingWithoutGroup(of: Array(routing.channels.keys))
        let alerts = try AlertColumns.decode(try await connection.query(orphans))
        let rows = alerts.map { DispatchQueries.TransitionRow(kind: .firing, alert: $0) }
        try await route(rows, now: now, on: connection)
        return alerts.count
    }

    /// Whether this replica has nobody to tell and another one has.
    private func isForOthers(on connection: Connection) async throws -> Bool {
        guard !routing.reachesSomebody else { return false }
        return try await connection.query(DispatchQueries.otherReplicaSends)[0].decode(Bool.self)
    }

    /// Takes transitions to their groups.
    private mutating func route(
        _ transitions: [DispatchQueries.TransitionRow],
        now: Instant,
        on connection: Connection
    ) async throws {
        guard !transitions.isEmpty else { return }
        let touches = transitions.map { transitionRouting.groups(of: LabelSet($0.alert.allLabels)) }
        let known = touches.joined().map(\.group).filter { routing.channels[$0.receiver] != nil }
        try await load(Set(known), on: connection)
        var held: [DispatchQueries.HeldRow] = []
        for (entry, touches) in zip(transitions, touches) {
            if touches.isEmpty, entry.kind == .firing {
                let receiver = entry.alert.labels["receiver"] ?? ""
                held.append(DispatchQueries.HeldRow(alert: entry.alert, receiver: receiver, reason: .noReceiver))
            }
            for touch in touches {
                guard routing.channels[touch.group.receiver] != nil else {
                    guard entry.kind == .firing else { continue }
                    held.append(
                        DispatchQueries.HeldRow(alert: entry.alert, receiver: touch.group.receiver, reason: .noReceiver)
                    )
                    continue
                }
                if [.final, .flapping].contains(entry.kind), let by = entry.acknowledgedBy {
                    held.append(
                        DispatchQueries.HeldRow(
                            alert: entry.alert,
                            receiver: touch.group.receiver,
                            reason: .acknowledged,
                            by: by
                        )
                    )
                    continue
                }
                groups[touch.group] = TransitionRouting.touched(groups[touch.group], touch, by: entry.kind, at: now)
                if entry.kind == .firing {
                    newMembers.append(
                        DispatchQueries.MemberRow(group: touch.group, member: GroupMember(alert: entry.alert))
                    )
                }
            }
        }
        for row in held { report.heldBack[row.reason, default: 0] += 1 }
        var queries = [DispatchQueries.processed(transitions.compactMap(\.key), now: now)]
        if !groups.isEmpty { queries.append(DispatchQueries.upsert(Array(groups.values))) }
        if !newMembers.isEmpty { queries.append(DispatchQueries.insert(newMembers)) }
        if !held.isEmpty { queries.append(DispatchQueries.record(held, now: now)) }
        let ended = transitions.filter { $0.kind == .resolved }.map(\.alert)
        if !ended.isEmpty { queries.append(DispatchQueries.recheckInhibited(ended.map(\.jobID), now: now)) }
        try await connection.pipeline(queries)
        groups = [:]
        newMembers = []
    }

    /// Reads the groups as they stand.
    private mutating func load(_ ids: Set<GroupID>, on connection: Connection) async throws {
        guard !ids.isEmpty else { return }
        let rows = try await connection.query(DispatchQueries.groups(Array(ids)))
        for group in try DispatchQueries.decodeGroups(rows) {
            groups[GroupID(receiver: group.receiver, key: group.key)] = group
        }
    }

    /// Decides the groups that are due and writes their messages, and the lists of what exceeded a `burst_limit` before.
    ///
    /// Returns when the next list is due; nil where nothing waits for one.
    private mutating func flush(now: Instant, batchID: Int64, on connection: Connection) async throws -> Instant? {
        let receivers = Array(routing.channels.keys)
        guard !receivers.isEmpty else { return nil }
        let read = try await connection.pipeline([
            DispatchQueries.due(receivers, now: now, limit: DispatchStore.roundSize), BurstQueries.windows(receivers),
        ])
        let due = try DispatchQueries.decodeGroups(read[0])
        var bursts = BurstLimiter(limits: routing.burstLimits, windows: try BurstQueries.decodeWindows(read[1]))
        let listed = bursts.takeDueLists(at: now)
        guard !due.isEmpty || !listed.isEmpty else { return bursts.nextListDueAt }
        let lists = try await waiting(for: listed, on: connection)
        let flushes = try await decide(due, now: now, on: connection)
        var waiting: [BurstQueries.WaitingRow] = []
        var admitted: [(flush: GroupFlush, reason: NotificationReason)] = []
        for flush in flushes {
            guard let reason = flush.reason else { continue }
            let receiver = flush.group.receiver
            if bursts.admits(receiver, at: now) {
                admitted.append((flush, reason))
            } else {
                waiting += flush.told.map { BurstQueries.WaitingRow(receiver: receiver, alert: $0) }
            }
        }
        let messages = try await messages(lists, admitted, firstID: batchID << 20, now: now, on: connection)
        for held in flushes.flatMap(\.held) { report.heldBack[held.reason, default: 0] += 1 }
        if !waiting.isEmpty { report.heldBack[.coalesced, default: 0] += waiting.count }
        report.notifications = messages.count
        var queries = DispatchQueries.write(flushes, now: now)
        if !listed.isEmpty { queries.append(BurstQueries.forget(listed)) }
        if !waiting.isEmpty {
            let held = waiting.map {
                DispatchQueries.HeldRow(alert: $0.alert, receiver: $0.receiver, reason: .coalesced)
            }
            queries += [BurstQueries.insert(waiting), DispatchQueries.record(held, now: now)]
        }
        if !bursts.changes.isEmpty { queries.append(BurstQueries.upsert(bursts.changes)) }
        queries += DispatchQueries.write(messages, channels: routing.channels, now: now)
        try await connection.pipeline(queries)
        return bursts.nextListDueAt
    }

    /// The alerts that wait for the lists of some receivers, as they stand now.
    private func waiting(
        for receivers: [String],
        on connection: Connection
    ) async throws -> [(receiver: String, alerts: [AlertEpisode])] {
        guard !receivers.isEmpty else { return [] }
        let waiting = try BurstQueries.decodeWaiting(try await connection.query(BurstQueries.waiting(receivers)))
        return Dictionary(grouping: waiting, by: \.receiver)
            .sorted { $0.key < $1.key }
            .map { (receiver: $0.key, alerts: $0.value.map(\.alert)) }
    }

    /// The messages of lists and groups, with what is read about their alerts for all of them at once.
    private func messages(
        _ lists: [(receiver: String, alerts: [AlertEpisode])],
        _ groups: [(flush: GroupFlush, reason: NotificationReason)],
        firstID: Int64,
        now: Instant,
        on connection: Connection
    ) async throws -> [DispatchQueries.MessageRow] {
        let alerts = lists.flatMap(\.alerts) + groups.flatMap(\.flush.told)
        let background = try await AlertBackground.read(around: alerts, at: now, on: connection)
        var messages: [DispatchQueries.MessageRow] = []
        for list in lists {
            messages += try DispatchQueries.MessageRow.parts(
                ofList: list.alerts,
                to: list.receiver,
                firstID: firstID + Int64(messages.count),
                now: now,
                background
            )
        }
        for (flush, reason) in groups {
            messages += try DispatchQueries.MessageRow.parts(
                of: flush,
                reason,
                firstID: firstID + Int64(messages.count),
                now: now,
                background
            )
        }
        return messages
    }

    /// What becomes of the groups that are due.
    private func decide(_ due: [GroupState], now: Instant, on connection: Connection) async throws -> [GroupFlush] {
        guard !due.isEmpty else { return [] }
        let members = try DispatchQueries.decodeMembers(
            try await connection.query(
                DispatchQueries.members(of: due.map { GroupID(receiver: $0.receiver, key: $0.key) })
            )
        )
        let sources = try AlertColumns.decode(
            try await connection.query(
                DispatchQueries.firing(ofJobs: members.values.joined().map(\.alert.jobID), all: needsAllSources)
            )
        )
        let inhibitor = Inhibitor(rules: routing.inhibitRules, sources: sources.map { LabelSet($0.allLabels) })
        let silences = try SilenceQueries.decode(try await connection.query(SilenceQueries.active(at: now)))
        return due.map { group in
            let quiet = transitionRouting.mute(of: group, at: now)
            return GroupFlush(
                group,
                withReminders(members[GroupID(receiver: group.receiver, key: group.key)] ?? []),
                now: now
            ) { alert in
                let labels = LabelSet(alert.allLabels)
                if let silence = silences.first(where: { $0.silences(labels, at: now) }) {
                    return Mute(.silenced, by: silence.id)
                }
                return quiet
                    ?? inhibitor.inhibition(of: labels).map {
                        Mute(.inhibited, by: sources[$0.source].alertname)
                    }
            }
        }
    }

    private func withReminders(_ members: [GroupMember]) -> [GroupMember] {
        members.map { member in
            var member = member
            member.remind = rules?.rule(named: member.alert.alertname)?.remind
            return member
        }
    }

    /// Whether some transitionRouting reaches beyond the job of the alert.
    private var needsAllSources: Bool { routing.inhibitRules.contains { !$0.equal.contains("cron_job_id") } }
}
