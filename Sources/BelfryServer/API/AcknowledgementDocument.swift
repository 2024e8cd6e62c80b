internal import BelfryCore
internal import BelfryStore

/// What acknowledging and taking it back answer: the alert, and who has it now.
public struct AcknowledgementDocument: Codable, Sendable {
    /// The alert's id.
    public var alertID: Int64
    /// The rule's name.
    public var alertname: String
    /// `cron_job_id`.
    public var jobID: String
    /// The job's name; empty for an alert about no job.
    public var jobName: String
    /// Who has acknowledged it; absent where nobody has.
    public var acknowledgedBy: String?
    /// When, in ISO 8601.
    public var acknowledgedAt: String?
    /// What they said.
    public var acknowledgementComment: String?

    private enum CodingKeys: String, CodingKey {
        case alertID = "alert_id"
        case alertname
        case jobID = "job_id"
        case jobName = "job_name"
        case acknowledgedBy = "acknowledged_by"
        case acknowledgedAt = "acknowledged_at"
        case acknowledgementComment = "acknowledgement_comment"
    }

    init(_ standing: AcknowledgementStore.Standing) {
        alertID = standing.alertID
        alertname = standing.alertname
        jobID = standing.jobID
        jobName = standing.jobName
        acknowledgedBy = standing.acknowledgement?.by
        acknowledgedAt = standing.acknowledgement?.at.iso8601
        acknowledgementComment = standing.acknowledgement?.comment
    }
}
