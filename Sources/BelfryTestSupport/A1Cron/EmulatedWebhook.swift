internal import BelfryCore
internal import Foundation

/// The webhook of a successful run, which is also the answer to a trigger.
struct EmulatedWebhook: Encodable, Sendable {
    var jobID: String
    var jobName: String
    var executionID: String
    var executedAt: String
    var responseBody: String

    init(_ job: A1CronJob, number: Int, responseBody: String) {
        jobID = job.id
        jobName = job.name
        executionID = "exe_\(number)"
        executedAt = Instant(microseconds: Int64(Date.now.timeIntervalSince1970 * 1_000_000)).iso8601
        self.responseBody = responseBody
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(jobID, forKey: .jobID)
        try container.encode(jobName, forKey: .jobName)
        try container.encode(executionID, forKey: .executionID)
        try container.encode("success", forKey: .status)
        try container.encode(executedAt, forKey: .executedAt)
        try container.encode(200, forKey: .responseCode)
        try container.encode(245, forKey: .responseTimeMS)
        try container.encode(responseBody, forKey: .responseBody)
        try container.encodeNil(forKey: .errorMessage)
        try container.encode(0, forKey: .retryAttempt)
        try container.encodeNil(forKey: .nextRetryAt)
    }

    private enum CodingKeys: String, CodingKey {
        case jobID = "cron_job_id"
        case jobName = "cron_job_name"
        case executionID = "execution_id"
        case status
        case executedAt = "executed_at"
        case responseCode = "response_code"
        case responseTimeMS = "response_time_ms"
        case responseBody = "response_body"
        case errorMessage = "error_message"
        case retryAttempt = "retry_attempt"
        case nextRetryAt = "next_retry_at"
    }
}
