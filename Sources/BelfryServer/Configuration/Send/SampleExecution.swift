public import BelfryCore
internal import Foundation

/// A made-up execution as A1Cron would report it, marked as a test.
public struct SampleExecution: Encodable, Sendable {
    /// What became of the made-up execution.
    public enum Kind: String, CaseIterable, Sendable {
        /// The endpoint answered 200.
        case success
        /// The endpoint answered 500.
        case failure
        /// The endpoint took too long.
        case timeout
        /// The endpoint could not be reached.
        case error
    }

    /// What became of it.
    public let kind: Kind
    /// The job's display name.
    public let jobName: String
    /// Whether no retry follows; a success has none anyway.
    public let isFinal: Bool
    /// Names the execution; new for each.
    public let executionID: String
    /// When it ran.
    public let executedAt: Instant

    /// The name of the job that samples belong to when nobody names one.
    public static let defaultJobName = "Belfry test job"
    /// The promise of a failure that is not final.
    private static let retryDelay = TimeSpan.minutes(5)

    /// A sample that ran now.
    public init(
        _ kind: Kind,
        jobName: String = defaultJobName,
        isFinal: Bool = false,
        executionID: String,
        executedAt: Instant
    ) {
        self.kind = kind
        self.jobName = jobName
        self.isFinal = isFinal
        self.executionID = executionID
        self.executedAt = executedAt
    }

    /// Names the job: the same for the same name, and unlike any of A1Cron's.
    public var jobID: String { "belfry-test-" + AlertIdentity.text(LabelSet(["cron_job_name": jobName]).fingerprint) }

    /// The path it is posted to, as A1Cron would.
    public var path: String { kind == .success ? "/webhooks/cron-success" : "/webhooks/cron-failure" }

    /// The body of the webhook.
    public func body() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }

    /// Writes every field of the wire format, absent values as null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(jobID, forKey: .jobID)
        try container.encode(jobName, forKey: .jobName)
        try container.encode(executionID, forKey: .executionID)
        try container.encode(kind.rawValue, forKey: .status)
        try container.encode(executedAt.iso8601, forKey: .executedAt)
        try container.encode(responseCode, forKey: .responseCode)
        try container.encode(responseTime, forKey: .responseTime)
        try container.encode(responseBody, forKey: .responseBody)
        try container.encode(errorMessage, forKey: .errorMessage)
        try container.encode(0, forKey: .retryAttempt)
        let retry = kind == .success || isFinal ? nil : (executedAt + Self.retryDelay).iso8601
        try container.encode(retry, forKey: .nextRetryAt)
        try container.encode(true, forKey: .isTest)
    }

    private var responseCode: Int? {
        switch kind {
        case .success: 200
        case .failure: 500
        case .timeout, .error: nil
        }
    }

    private var responseTime: Int {
        switch kind {
        case .success: 245
        case .failure: 1_245
        case .timeout: 30_000
        case .error: 12
        }
    }

    private var responseBody: String? {
        switch kind {
        case .success: #"{"message":"sent by belfry send"}"#
        case .failure: #"{"error":"sent by belfry send"}"#
        case .timeout, .error: nil
        }
    }

    private var errorMessage: String? {
        switch kind {
        case .success: nil
        case .failure: "Endpoint returned status code 500"
        case .timeout: "Request timed out after 30 seconds"
        case .error: "Connection refused"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case jobID = "cron_job_id"
        case jobName = "cron_job_name"
        case executionID = "execution_id"
        case status
        case executedAt = "executed_at"
        case responseCode = "response_code"
        case responseTime = "response_time_ms"
        case responseBody = "response_body"
        case errorMessage = "error_message"
        case retryAttempt = "retry_attempt"
        case nextRetryAt = "next_retry_at"
        case isTest = "belfry_test"
    }
}
