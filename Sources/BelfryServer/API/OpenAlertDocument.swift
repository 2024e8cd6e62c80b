internal import BelfryCore
internal import BelfryStore

/// An open alert as `GET /api/v1/alerts` writes it: the columns of `belfry.open_alerts`, and what keeps it quiet now.
public struct OpenAlertDocument: Codable, Sendable {
    /// Its id.
    public var alertID: Int64
    /// Its identity, 16 hex digits.
    public var fingerprint: String
    /// The rule's name.
    public var alertname: String
    /// `critical`, `error`, `warning` or `info`.
    public var severity: String
    /// `pending` or `firing`.
    public var state: String
    /// `cron_job_id`.
    public var jobID: String
    /// The job's current name.
    public var jobName: String
    /// All labels.
    public var labels: [String: String]
    /// All annotations, as plain text.
    public var annotations: [String: String]
    /// The first match, in ISO 8601.
    public var activeSince: String
    /// When it began to fire, in ISO 8601.
    public var firingSince: String?
    /// The attempt of the latest match.
    public var executionID: String?
    /// Who hears of it.
    public var receivers: [String]
    /// The silences that keep it quiet now.
    public var silencedBy: [String]
    /// The fingerprints of the alerts that inhibit it now.
    public var inhibitedBy: [String]
    /// The time intervals that keep it quiet now.
    public var mutedBy: [String]
    /// Who has acknowledged it.
    public var acknowledgedBy: String?
    /// When, in ISO 8601.
    public var acknowledgedAt: String?
    /// What they said.
    public var acknowledgementComment: String?
    /// When a message last named it, in ISO 8601.
    public var lastNotifiedAt: String?
    /// How many messages have named it.
    public var notifications: Int64

    private enum CodingKeys: String, CodingKey {
        case alertID = "alert_id"
        case fingerprint, alertname, severity, state
        case jobID = "job_id"
        case jobName = "job_name"
        case labels, annotations
        case activeSince = "active_since"
        case firingSince = "firing_since"
        case executionID = "execution_id"
        case receivers
        case silencedBy = "silenced_by"
        case inhibitedBy = "inhibited_by"
        case mutedBy = "muted_by"
        case acknowledgedBy = "acknowledged_by"
        case acknowledgedAt = "acknowledged_at"
        case acknowledgementComment = "acknowledgement_comment"
        case lastNotifiedAt = "last_notified_at"
        case notifications
    }

    init(_ open: OpenAlert, _ entry: AlertSurvey.Entry) {
        let alert = open.alert
        alertID = alert.alertID
        fingerprint = AlertIdentity.text(alert.fingerprint)
        alertname = alert.alertname
        severity = alert.severity.rawValue
        state = alert.state.rawValue
        jobID = alert.jobID
        jobName = alert.job.name
        labels = alert.allLabels
        annotations = alert.annotations.mapValues(\.plain)
        activeSince = alert.activeSince.iso8601
        firingSince = alert.firingSince?.iso8601
        executionID = alert.execution?.executionID
        receivers = entry.receivers
        silencedBy = entry.silencedBy
        inhibitedBy = entry.inhibitedBy.map { AlertIdentity.text($0) }
        mutedBy = entry.mutedBy
        acknowledgedBy = open.acknowledgement?.by
        acknowledgedAt = open.acknowledgement?.at.iso8601
        acknowledgementComment = open.acknowledgement?.comment
        lastNotifiedAt = open.lastNotifiedAt?.iso8601
        notifications = open.notifications
    }
}
