internal import BelfryCore
internal import Synchronization

/// The triggers in force in this replica, with what they need to be sent; a reload replaces them whole.
final class ActiveTriggers: Sendable {
    /// Triggers that belong together.
    struct Entry: Sendable {
        /// What decides.
        var set: TriggerSet
        /// Where each is sent, by its name.
        var targets: [String: Configuration.Trigger.Target]
        /// Sends them.
        var requests: TriggerRequests
    }

    private let http: any OutgoingHTTP
    private let budget = RequestBudget()
    private let metrics: BelfryMetrics
    private let onChange: @Sendable () -> Void
    private let entry: Mutex<Entry>

    /// The triggers of a configuration, sent by this client; `onChange` is called when others have come into force.
    init(
        _ configuration: Configuration,
        http: any OutgoingHTTP,
        metrics: BelfryMetrics,
        onChange: @escaping @Sendable () -> Void
    ) {
        self.http = http
        self.metrics = metrics
        self.onChange = onChange
        entry = Mutex(Self.entry(configuration, http, budget))
        for trigger in configuration.triggers { metrics.prepare(trigger: trigger.rule.name) }
    }

    /// What is in force.
    var current: Entry { entry.withLock { $0 } }

    /// Puts the triggers of a configuration in force: whatever is decided or sent from now on goes by them.
    func activate(_ configuration: Configuration) {
        for trigger in configuration.triggers { metrics.prepare(trigger: trigger.rule.name) }
        let new = Self.entry(configuration, http, budget)
        entry.withLock { $0 = new }
        onChange()
    }

    private static func entry(
        _ configuration: Configuration,
        _ http: any OutgoingHTTP,
        _ budget: RequestBudget
    ) -> Entry {
        Entry(
            set: TriggerSet(configuration.triggers.map(\.rule)),
            targets: Dictionary(
                configuration.triggers.map { ($0.rule.name, $0.target) },
                uniquingKeysWith: { first, _ in first }
            ),
            requests: TriggerRequests(http: http, access: configuration.a1cron, budget: budget)
        )
    }
}
