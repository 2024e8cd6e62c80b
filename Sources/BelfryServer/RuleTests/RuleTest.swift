internal import BelfryCore

/// One unit test of rules: executions at offsets, and what is expected at others.
public struct RuleTest: Sendable {
    /// An execution and when it arrives.
    struct Event: Sendable {
        var at: Instant
        var received: ReceivedExecution
    }

    /// What the query of a rule answers from a time on.
    struct Answer: Sendable {
        var at: Instant
        var alertname: String
        var rows: [QueryRow]
    }

    /// An alert that has to stand.
    struct ExpectedAlert: Sendable {
        var alertname: String
        var jobID: String?
        var state: AlertState
        /// Every label but `alertname`, `cron_job_id` and `cron_job_name`; nil where any will do.
        var labels: [String: String]?
        /// Every annotation; nil where any will do.
        var annotations: [String: String]?
    }

    /// What has to stand at a time.
    struct AlertCheck: Sendable {
        var at: Instant
        var offset: String
        /// Only the alerts of this rule; nil for all.
        var alertname: String?
        var alerts: [ExpectedAlert]
        var line: Int?
    }

    /// A message that has to have been sent.
    struct ExpectedNotification: Sendable {
        var receiver: String?
        var reason: NotificationReason
        var alertnames: [String]
    }

    /// What has to have been sent since the last check, up to a time.
    struct NotificationCheck: Sendable {
        var at: Instant
        var offset: String
        var receiver: String?
        var notifications: [ExpectedNotification]
        var line: Int?
    }

    /// A trigger that has to have been fired.
    struct ExpectedFiring: Sendable {
        var trigger: String
        /// The name or id of the job it starts; nil where any will do.
        var job: String?
        /// `pending`, `error`, `expired` or `skipped`.
        var state: String
    }

    /// What has to have been fired since the last check, up to a time.
    struct TriggerCheck: Sendable {
        var at: Instant
        var offset: String
        var firings: [ExpectedFiring]
        var line: Int?
    }

    /// Its name in the file.
    public var name: String
    var start: Instant
    var events: [Event] = []
    var answers: [Answer] = []
    var alertChecks: [AlertCheck] = []
    var notificationChecks: [NotificationCheck] = []
    var triggerChecks: [TriggerCheck] = []
}

/// A file of unit tests and the rules they are about.
public struct RuleTestFile: Sendable {
    /// The file as it was named.
    public var name: String
    /// The rules.
    var rules: RuleSet
    var route: Route
    var inhibitRules: [InhibitRule]
    var triggers: TriggerSet
    /// The tests in order.
    public var tests: [RuleTest]
}
