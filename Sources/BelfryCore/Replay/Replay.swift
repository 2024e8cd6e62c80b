/// Executions taken through the rules with a clock that is told the time: what ingest, ticker and dispatcher would have decided.
///
/// Pure: the same executions at the same times give the same alerts and notifications. It watches without a gap, and every message
/// is sent. Memory is bounded by the number of jobs, open alerts and what has not been taken.
public struct Replay: Sendable {
    /// A message that would have been sent.
    public struct Notification: Sendable {
        /// When it was decided.
        public var at: Instant
        /// To whom.
        public var receiver: String
        /// Why.
        public var reason: NotificationReason
        /// Its alerts.
        public var alerts: [AlertEpisode]
    }

    private enum Due: Sendable {
        case deadline(DeadlineKey)
        case group(GroupID)
        case windows
    }

    /// Attempts kept per job: a late one is folded in among these.
    private static let maximumAttempts = 64
    /// Triggers kept: the jobs they start are recognised by these.
    private static let maximumAwaited = 256

    /// The time.
    public private(set) var now: Instant

    private let rules: RuleSet
    private let triggers: TriggerSet
    private let routing: TransitionRouting
    private let inhibitRules: [InhibitRule]
    private let start: Instant
    private var transaction: Int64 = 0
    private var jobs: [String: JobState] = [:]
    private var attempts: [String: [Attempt]] = [:]
    private var latest: [String: [String: ReceivedExecution]] = [:]
    private var open: [String: [AlertEpisode]] = [:]
    /// Alerts that have ended and whose groups have not been looked at since.
    private var ended: [Int64: AlertEpisode] = [:]
    private var deadlines: [DeadlineKey: Deadline] = [:]
    private var windows: JobWindows
    /// When the windows are looked at next.
    private var windowsDueAt = GroupState.never
    private var groups: [GroupID: GroupState] = [:]
    private var members: [GroupID: [GroupMember]] = [:]
    private var due = DueQueue<Due>()
    private var notifications: [Notification] = []
    private var endedEpisodes: [AlertEpisode] = []
    private var failures: [RuleFailure] = []
    private var firings: [TriggerFiring] = []
    /// Triggers as if each had been sent when it was fired, the latest ones.
    private var awaited: [AwaitedFiring] = []
    /// The newest success of each parent of triggers with several, by trigger and parent.
    private var arrivals: [[String]: TriggerArrival] = [:]

    /// A replay that begins at an instant, with nothing known.
    public init(
        rules: RuleSet,
        triggers: TriggerSet = .none,
        route: Route,
        inhibitRules: [InhibitRule],
        start: Instant
    ) {
        self.rules = rules
        self.triggers = triggers
        routing = TransitionRouting(root: route)
        self.inhibitRules = inhibitRules
        windows = JobWindows(rules: rules)
        self.start = start
        now = start
    }

    /// The alerts that stand now, pending ones among them, in the order they began.
    public var openAlerts: [AlertEpisode] { open.values.joined().sorted { $0.alertID < $1.alertID } }

    /// Hands out the messages sent since the last call, in order.
    public mutating func takeNotifications() -> [Notification] {
        defer { notifications = [] }
        return notifications
    }

    /// Hands out the alerts that fired and have ended since the last call, in the order of their ends.
    public mutating func takeEndedAlerts() -> [AlertEpisode] {
        defer { endedEpisodes = [] }
        return endedEpisodes
    }

    /// Hands out the rules that had no value for an attempt since the last call.
    public mutating func takeFailures() -> [RuleFailure] {
        defer { failures = [] }
        return failures
    }

    /// Hands out the triggers fired since the last call, in order; each is taken to have been sent at once.
    public mutating func takeFirings() -> [TriggerFiring] {
        defer { firings = [] }
        return firings
    }

    /// Takes in executions that arrive together now, none of them a second time.
    public mutating func receive(_ executions: [ReceivedExecution]) {
        guard !executions.isEmpty else { return }
        let jobIDs = Set(executions.map(\.execution.jobID))
        let needed = LateAttempts.tailsNeeded(for: executions, jobs: jobs)
        transaction += 1
        let decision = BatchDecider.decide(
            Batch(
                batchID: transaction,
                now: now,
                executions: executions,
                jobs: jobs,
                openAlerts: open,
                tails: Dictionary(
                    uniqueKeysWithValues: needed.map { jobID, from in
                        (jobID, (attempts[jobID] ?? []).filter { $0.executedAt >= from })
                    }
                ),
                awaited: awaited,
                arrivals: Array(arrivals.values)
            ),
            rules: rules,
            triggers: triggers
        )
        for (received, placement) in zip(executions, decision.placements) {
            let jobID = received.execution.jobID
            var attempt = Attempt(received)
            attempt.runID = placement.runID
            attempts[jobID, default: []].append(attempt)
            latest[jobID, default: [:]][placement.runID] = received
        }
        for moved in decision.movedAttempts { move(moved) }
        apply(decision)
        for jobID in jobIDs { forgetOld(jobID) }
        if !rules.windowRules.isEmpty {
            windows.add(executions.map(WindowAttempt.init))
            lookAtWindows(by: now)
        }
        flush()
    }

    /// Takes in what the query of a rule answers now; a rule that has none is left alone.
    public mutating func receive(_ rows: [QueryRow], of alertname: String) {
        guard let rule = rules.queryRules.first(where: { $0.alertname == alertname }) else { return }
        transaction += 1
        let polled = PolledAlerts(batchID: transaction, now: now, jobs: jobs, openAlerts: open)
        apply(QueryDecider.decide(rule, rows, polled, rules: rules))
        flush()
    }

    /// Lets time pass: deadlines are decided and groups are told when they are due.
    public mutating func advance(to instant: Instant) {
        while let next = due.nextAt, next <= instant {
            now = max(now, next)
            decideDeadlines()
            decideWindows()
            flush()
        }
        now = max(now, instant)
    }

    private mutating func decideDeadlines() {
        var passed: [Deadline] = []
        var later: [(at: Instant, element: Due)] = []
        while let entry = due.take(dueAt: now) {
            if case .windows = entry.element { continue }
            guard case .deadline(let key) = entry.element else {
                later.append(entry)
                continue
            }
            if let deadline = deadlines[key], deadline.dueAt == entry.at { passed.append(deadline) }
        }
        for entry in later { due.insert(entry.element, at: entry.at) }
        guard !passed.isEmpty else { return }
        transaction += 1
        var attempts: [DueDeadlines.RunKey: ReceivedExecution] = [:]
        for jobID in Set(passed.map(\.jobID)) {
            for (runID, received) in latest[jobID] ?? [:] {
                attempts[DueDeadlines.RunKey(jobID: jobID, runID: runID)] = received
            }
        }
        apply(
            DeadlineDecider.decide(
                DueDeadlines(
                    batchID: transaction,
                    now: now,
                    deadlines: passed,
                    jobs: jobs,
                    openAlerts: open,
                    attempts: attempts,
                    coverage: Coverage(watched: [Coverage.Interval(from: start - .days(400), to: now)])
                ),
                rules: rules
            )
        )
    }

    /// Looks at the windows at the first tick at or after an instant.
    private mutating func lookAtWindows(by instant: Instant) {
        let tick = JobWindows.interval.microseconds
        let at = Instant(microseconds: (max(instant, now).microseconds + tick - 1) / tick * tick)
        guard at < windowsDueAt else { return }
        windowsDueAt = at
        due.insert(.windows, at: at)
    }

    private mutating func decideWindows() {
        guard windowsDueAt <= now else { return }
        windowsDueAt = GroupState.never
        transaction += 1
        let jobIDs = windows.takeChanged(at: now)
        let polled = PolledAlerts(batchID: transaction, now: now, jobs: jobs, openAlerts: open)
        apply(WindowDecider.decide(jobIDs, windows, polled, rules: rules))
        if let next = windows.nextExpiry { lookAtWindows(by: next) }
    }

    private mutating func move(_ moved: BatchDecision.MovedAttempt) {
        let jobID = moved.identity.jobID
        let index = attempts[jobID]?.firstIndex {
            $0.position.executionID == moved.identity.executionID
                && $0.position.retryAttempt == moved.identity.retryAttempt
        }
        if let index { attempts[jobID]?[index].runID = moved.runID }
    }

    /// Keeps a job's last attempts and the latest one of each of its open runs.
    private mutating func forgetOld(_ jobID: String) {
        attempts[jobID]?.sort { $0.position < $1.position }
        if let count = attempts[jobID]?.count, count > 2 * Self.maximumAttempts {
            attempts[jobID]?.removeFirst(count - Self.maximumAttempts)
        }
        let runs = Set(jobs[jobID]?.fold.openRuns.map(\.runID) ?? [])
        latest[jobID] = latest[jobID]?.filter { runs.contains($0.key) }
        if latest[jobID]?.isEmpty == true { latest[jobID] = nil }
    }

    /// Takes in what triggers have started, and sends those that were fired.
    private mutating func chain(_ decision: BatchDecision) {
        for link in decision.links {
            guard let index = awaited.firstIndex(where: { $0.key == link.firing }) else { continue }
            awaited[index].childJobID = link.childJobID
            awaited[index].childExecutionID = link.childExecutionID
            awaited[index].childRunID = link.childRunID
        }
        for arrival in decision.arrivals {
            let slot = [arrival.trigger, arrival.parent]
            if let known = arrivals[slot], arrival.position < known.position { continue }
            arrivals[slot] = arrival
        }
        for firing in decision.firings {
            firings.append(firing)
            guard firing.verdict == .pending, let child = firing.child else { continue }
            let key = AwaitedFiring.Key(
                jobID: firing.parent.jobID,
                trigger: firing.trigger,
                executionID: firing.parent.executionID
            )
            awaited.append(AwaitedFiring(key: key, child: child, depth: firing.depth, sentAt: now))
        }
        if awaited.count > Self.maximumAwaited { awaited.removeFirst(awaited.count - Self.maximumAwaited) }
    }

    private mutating func apply(_ decision: BatchDecision) {
        for job in decision.jobs { jobs[job.jobID] = job }
        for alert in decision.inactiveAlerts { open[alert.jobID]?.removeAll { $0.alertID == alert.alertID } }
        for alert in decision.alerts {
            open[alert.jobID, default: []].removeAll { $0.alertID == alert.alertID }
            if alert.state == .resolved {
                ended[alert.alertID] = alert
                endedEpisodes.append(alert)
            } else {
                open[alert.jobID, default: []].append(alert)
            }
            if open[alert.jobID]?.isEmpty == true { open[alert.jobID] = nil }
        }
        for key in decision.doneDeadlines { deadlines[key] = nil }
        for deadline in decision.deadlines {
            let key = DeadlineKey(jobID: deadline.jobID, kind: deadline.kind, key: deadline.key)
            deadlines[key] = deadline
            due.insert(.deadline(key), at: deadline.dueAt)
        }
        failures += decision.failures
        if !triggers.isEmpty { chain(decision) }
        for transition in decision.transitions { route(transition) }
    }

    /// Takes a transition to the groups of its alert.
    private mutating func route(_ transition: AlertTransition) {
        guard
            let alert = open[transition.jobID]?.first(where: { $0.alertID == transition.alertID })
                ?? ended[transition.alertID]
        else { return }
        for touch in routing.groups(of: LabelSet(alert.allLabels)) {
            let id = touch.group
            let group = TransitionRouting.touched(groups[id], touch, by: transition.kind, at: now)
            groups[id] = group
            due.insert(.group(id), at: group.nextFlushAt)
            guard transition.kind == .firing else { continue }
            members[id, default: []].append(
                GroupMember(alert: alert, remind: rules.rule(named: alert.alertname)?.remind)
            )
        }
    }

    /// Decides the groups that are due.
    private mutating func flush() {
        var ids: [GroupID] = []
        var later: [(at: Instant, element: Due)] = []
        while let entry = due.take(dueAt: now) {
            guard case .group(let id) = entry.element else {
                later.append(entry)
                continue
            }
            if groups[id]?.nextFlushAt == entry.at, !ids.contains(id) { ids.append(id) }
        }
        for entry in later { due.insert(entry.element, at: entry.at) }
        guard !ids.isEmpty else { return }
        let sources = inhibitRules.isEmpty ? [] : openAlerts.filter { $0.state == .firing }
        let inhibitor = Inhibitor(rules: inhibitRules, sources: sources.map { LabelSet($0.allLabels) })
        for id in ids.sorted(by: { ($0.receiver, $0.key) < ($1.receiver, $1.key) }) {
            guard let group = groups[id] else { continue }
            let quiet = routing.mute(of: group, at: now)
            let flush = GroupFlush(group, (members[id] ?? []).map(current), now: now) { alert in
                quiet
                    ?? inhibitor.inhibition(of: LabelSet(alert.allLabels)).map {
                        Mute(.inhibited, by: sources[$0.source].alertname)
                    }
            }
            groups[id] = flush.group
            members[id] = flush.members.isEmpty ? nil : flush.members
            if flush.group.nextFlushAt < GroupState.never { due.insert(.group(id), at: flush.group.nextFlushAt) }
            if let reason = flush.reason {
                notifications.append(
                    Notification(at: now, receiver: id.receiver, reason: reason, alerts: flush.told)
                )
            }
        }
        guard ended.count > 1_000 else { return }
        let inGroups = Set(members.values.joined().map(\.alert.alertID))
        ended = ended.filter { inGroups.contains($0.key) }
    }

    /// A member with its alert as it stands now.
    private func current(_ member: GroupMember) -> GroupMember {
        var member = member
        let id = member.alert.alertID
        member.alert = ended[id] ?? open[member.alert.jobID]?.first { $0.alertID == id } ?? member.alert
        return member
    }
}
