public import BelfryCore

/// Collects what rules would have made of a stretch of history.
public struct Backtest: Sendable {
    /// An alert that would have fired.
    public struct Alert: Sendable {
        /// The alert at its end, or as it stood when the history ended.
        public var episode: AlertEpisode
        /// When it began to fire.
        public var firedAt: Instant
        /// How long it fired; nil where it still did when the history ended.
        public var lasted: TimeSpan?
    }

    /// Alerts listed at most; all are counted.
    public static let maximumListed = 10_000

    /// Alerts in the order of their ends, those that still fired last, at most `maximumListed`.
    public private(set) var alerts: [Alert] = []
    /// How many alerts each rule would have fired.
    public private(set) var counts: [String: Int] = [:]
    /// How many messages would have named one of a rule's alerts.
    public private(set) var messages: [String: Int] = [:]
    /// How many messages each receiver would have got.
    public private(set) var receivers: [String: Int] = [:]
    /// Attempts a rule had no value for.
    public private(set) var failures: [String: (count: Int, first: String)] = [:]
    /// Executions replayed, the ones before the stretch included.
    public private(set) var executions = 0

    private let from: Instant
    private var replay: Replay

    /// A backtest of rules; what fires before `from` only warms up.
    public init(rules: RuleSet, route: Route, inhibitRules: [InhibitRule], start: Instant, from: Instant) {
        self.from = from
        replay = Replay(rules: rules, route: route, inhibitRules: inhibitRules, start: start)
        for rule in rules.rules { (counts[rule.alertname], messages[rule.alertname]) = (0, 0) }
    }

    /// Takes in executions in the order of their arrival.
    public mutating func receive(_ batch: [ReceivedExecution]) {
        for received in batch {
            replay.advance(to: received.receivedAt)
            replay.receive([received])
        }
        executions += batch.count
        collect()
    }

    /// Lets time pass to the end of the stretch; what fires then is counted too.
    public mutating func finish(at end: Instant) {
        replay.advance(to: end)
        collect()
        for episode in replay.openAlerts where episode.state == .firing { add(episode, lasted: nil) }
    }

    private mutating func collect() {
        for episode in replay.takeEndedAlerts() {
            guard let fired = episode.firingSince, let end = episode.resolvedAt else { continue }
            add(episode, lasted: end - fired)
        }
        for notification in replay.takeNotifications() where notification.at >= from {
            receivers[notification.receiver, default: 0] += 1
            for name in Set(notification.alerts.map(\.alertname)) { messages[name, default: 0] += 1 }
        }
        for failure in replay.takeFailures() {
            failures[
                failure.alertname,
                default: (0, "\(failure.execution?.executionID ?? failure.jobID): \(failure.error)")
            ].count += 1
        }
    }

    private mutating func add(_ episode: AlertEpisode, lasted: TimeSpan?) {
        guard let fired = episode.firingSince, fired >= from else { return }
        counts[episode.alertname, default: 0] += 1
        guard alerts.count < Self.maximumListed else { return }
        alerts.append(Alert(episode: episode, firedAt: fired, lasted: lasted))
    }
}
