/// An execution as the API's logs have it: no duration, no attempt number, no promise.
struct EmulatedLogEntry: Encodable, Sendable {
    var id: String
    var jobID: String
    var executedAt: String
    var responseBody: String

    init(_ webhook: EmulatedWebhook) {
        id = webhook.executionID
        jobID = webhook.jobID
        executedAt = webhook.executedAt
        responseBody = webhook.responseBody
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(jobID, forKey: .jobID)
        try container.encode(executedAt, forKey: .executedAt)
        try container.encode("success", forKey: .status)
        try container.encode(200, forKey: .responseCode)
        try container.encode(responseBody, forKey: .responseBody)
        try container.encodeNil(forKey: .errorMessage)
    }

    private enum CodingKeys: String, CodingKey {
        case id, status
        case jobID = "cron_job_id"
        case executedAt = "executed_at"
        case responseCode = "response_code"
        case responseBody = "response_body"
        case errorMessage = "error_message"
    }
}
