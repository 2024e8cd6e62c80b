public import BelfryCore

/// What this process counts and measures of itself; everything safe to use from any thread.
///
/// Names, labels and help texts are in `MetricCatalog`. Label sets that are known beforehand exist from the start at 0, so that
/// the first event of a kind is an increase and not a new series.
public final class BelfryMetrics: Sendable {
    /// `belfry_database_up`.
    public let databaseUp = GaugeCell()
    /// `belfry_config_last_reload_successful`.
    public let configReloadSuccessful = GaugeCell()
    /// `belfry_webhook_duration_seconds`.
    public let webhookDuration = HistogramCell()
    /// `belfry_commit_duration_seconds`.
    public let commitDuration = HistogramCell()
    /// `belfry_ingest_queue_length`.
    public let ingestQueueLength = GaugeCell()
    /// `belfry_ingest_queue_capacity`.
    public let ingestQueueCapacity = GaugeCell()
    /// `belfry_ticker_last_success_timestamp_seconds`.
    public let tickerLastSuccess = GaugeCell()
    /// `belfry_rule_evaluation_failures_total{rule}`.
    public let ruleEvaluationFailures: MetricFamily<CounterCell>
    /// `belfry_notifications_total{integration,receiver}`.
    public let notifications: MetricFamily<CounterCell>
    /// `belfry_notifications_failed_total{integration,receiver,reason}`.
    public let notificationsFailed: MetricFamily<CounterCell>
    /// `belfry_notification_requests_total`.
    public let notificationRequests = CounterCell()
    /// `belfry_notification_requests_failed_total`.
    public let notificationRequestsFailed = CounterCell()
    /// `belfry_notification_latency_seconds`.
    public let notificationLatency = HistogramCell()
    /// `belfry_notifications_suppressed_total{reason}`.
    public let notificationsSuppressed: MetricFamily<CounterCell>
    /// `belfry_triggers_total{trigger,outcome}`.
    public let triggers: MetricFamily<CounterCell>
    /// `belfry_trigger_latency_seconds`.
    public let triggerLatency = HistogramCell(bounds: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60])
    /// `belfry_silences{state}`: active, pending, expired.
    public let silences: MetricFamily<GaugeCell>
    /// `belfry_partitions{state}`: missing, and what maintenance tells.
    public let partitions: MetricFamily<GaugeCell>
    /// `belfry_webhook_secret_last_used_timestamp_seconds{secret_id}`.
    public let secretLastUsed: MetricFamily<GaugeCell>

    /// `belfry_http_connections{listener}`.
    let connections: MetricFamily<GaugeCell>
    /// `belfry_http_connections_dropped_total{reason}`.
    let connectionsDropped: MetricFamily<CounterCell>

    /// When the parts of this process last did their work: for the dead-man's switch, in no exposition.
    public let working = WorkingSigns()

    let seriesDropped: MetricFamily<CounterCell>
    private let maintenanceLastSuccess: MetricFamily<GaugeCell>
    private let buildInfo: MetricFamily<GaugeCell>
    private let configInfo: MetricFamily<GaugeCell>
    private let webhookRequests: MetricFamily<CounterCell>
    private let webhookResults: [WebhookResult: CounterCell]

    /// The version of this program.
    public let version: String

    /// The metrics of a process that runs this version of Belfry.
    public init(version: String) {
        self.version = version
        seriesDropped = MetricFamily(
            MetricCatalog.seriesDropped,
            initial: SeriesDropReason.allCases.map { [$0.rawValue] },
            makeCell: CounterCell.init
        )
        let dropped = seriesDropped.with(SeriesDropReason.labelLimit.rawValue)
        func counters(_ description: MetricDescription, _ initial: [[String]] = []) -> MetricFamily<CounterCell> {
            MetricFamily(description, initial: initial, dropped: dropped, makeCell: CounterCell.init)
        }
        func gauges(_ description: MetricDescription, _ initial: [[String]] = []) -> MetricFamily<GaugeCell> {
            MetricFamily(description, initial: initial, dropped: dropped, makeCell: GaugeCell.init)
        }
        ruleEvaluationFailures = counters(MetricCatalog.ruleEvaluationFailures)
        notifications = counters(MetricCatalog.notifications)
        notificationsFailed = counters(MetricCatalog.notificationsFailed)
        notificationsSuppressed = counters(MetricCatalog.notificationsSuppressed)
        triggers = counters(MetricCatalog.triggers)
        silences = gauges(MetricCatalog.silences, [["active"], ["pending"], ["expired"]])
        partitions = gauges(MetricCatalog.partitions)
        secretLastUsed = gauges(MetricCatalog.secretLastUsed)
        connections = gauges(MetricCatalog.connections, [[HTTPListener.Scope.everything.rawValue]])
        connectionsDropped = counters(
            MetricCatalog.connectionsDropped,
            ConnectionDrop.allCases.map { [$0.rawValue] }
        )
        maintenanceLastSuccess = gauges(
            MetricCatalog.maintenanceLastSuccess,
            MaintenanceTask.allCases.map { [$0.rawValue] }
        )
        buildInfo = gauges(MetricCatalog.buildInfo, [[version]])
        configInfo = gauges(MetricCatalog.configInfo)
        let requests = counters(MetricCatalog.webhookRequests, WebhookResult.allCases.map { [$0.rawValue] })
        webhookRequests = requests
        webhookResults = Dictionary(
            uniqueKeysWithValues: WebhookResult.allCases.map { ($0, requests.with($0.rawValue)) }
        )
        buildInfo.with(version).set(true)
    }

    /// Counts a webhook request under its result.
    public func count(_ result: WebhookResult) {
        webhookResults[result]?.increment()
    }

    /// How many webhook requests had this result.
    public func webhookRequests(_ result: WebhookResult) -> Int64 {
        webhookResults[result]?.value ?? 0
    }

    /// Makes the label sets of a channel, with every reason for which it can fail.
    public func prepare(integration: String, receiver: String) {
        _ = notifications.with(integration, receiver)
        for reason in DeliveryFailure.allCases {
            _ = notificationsFailed.with(integration, receiver, reason.rawValue)
        }
    }

    /// Makes the label sets of a trigger, with everything that can become of it.
    func prepare(trigger: String) {
        for outcome in TriggerOutcome.allCases { _ = triggers.with(trigger, outcome.rawValue) }
    }

    /// Counts what became of a trigger.
    func count(_ outcome: TriggerOutcome, of trigger: String) {
        triggers.with(trigger, outcome.rawValue).increment()
    }

    /// Notes that a task of the history's maintenance succeeded.
    func maintenanceSucceeded(_ task: MaintenanceTask) {
        maintenanceLastSuccess.with(task.rawValue).set(WallClock.now())
    }

    /// Replaces the configuration's hash.
    public func setConfiguration(hash: String) {
        configInfo.with(hash).set(true)
        configInfo.keepOnly([[hash]])
    }

    /// Appends the families of this process, but not `belfry_database_up`, which every scrape carries.
    func write(to writer: inout ExpositionWriter) {
        func single(_ description: MetricDescription, _ cell: some MetricCell) {
            writer.begin(description)
            cell.write(to: &writer, name: description.name, labels: [])
        }
        buildInfo.write(to: &writer)
        configInfo.write(to: &writer)
        single(MetricCatalog.configReloadSuccessful, configReloadSuccessful)
        webhookRequests.write(to: &writer)
        single(MetricCatalog.webhookDuration, webhookDuration)
        single(MetricCatalog.commitDuration, commitDuration)
        single(MetricCatalog.ingestQueueLength, ingestQueueLength)
        single(MetricCatalog.ingestQueueCapacity, ingestQueueCapacity)
        ruleEvaluationFailures.write(to: &writer)
        single(MetricCatalog.tickerLastSuccess, tickerLastSuccess)
        notifications.write(to: &writer)
        notificationsFailed.write(to: &writer)
        single(MetricCatalog.notificationRequests, notificationRequests)
        single(MetricCatalog.notificationRequestsFailed, notificationRequestsFailed)
        single(MetricCatalog.notificationLatency, notificationLatency)
        notificationsSuppressed.write(to: &writer)
        triggers.write(to: &writer)
        single(MetricCatalog.triggerLatency, triggerLatency)
        silences.write(to: &writer)
        secretLastUsed.write(to: &writer)
        connections.write(to: &writer)
        connectionsDropped.write(to: &writer)
        seriesDropped.write(to: &writer)
        partitions.write(to: &writer)
        maintenanceLastSuccess.write(to: &writer)
    }
}
