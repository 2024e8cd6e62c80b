/// The fields of a webhook in the order of A1Cron's documentation, which is the order they arrive in.
enum WebhookField: Int, CaseIterable {
    case jobID
    case jobName
    case executionID
    case status
    case executedAt
    case responseCode
    case responseTimeMS
    case responseBody
    case errorMessage
    case retryAttempt
    case nextRetryAt
    case isTest

    /// The name on the wire.
    var name: StaticString {
        switch self {
        case .jobID: "cron_job_id"
        case .jobName: "cron_job_name"
        case .executionID: "execution_id"
        case .status: "status"
        case .executedAt: "executed_at"
        case .responseCode: "response_code"
        case .responseTimeMS: "response_time_ms"
        case .responseBody: "response_body"
        case .errorMessage: "error_message"
        case .retryAttempt: "retry_attempt"
        case .nextRetryAt: "next_retry_at"
        case .isTest: "belfry_test"
        }
    }

    /// Whether a webhook without the field is refused: all that are never null but Belfry's own.
    var isRequired: Bool { !isNullable && self != .isTest }

    /// Whether the documentation shows the field as null.
    var isNullable: Bool {
        switch self {
        case .responseCode, .responseBody, .errorMessage, .nextRetryAt: true
        default: false
        }
    }

    /// The integers the field may hold; nil for those that hold none.
    var bounds: ClosedRange<Int64>? {
        switch self {
        // HTTP statuses have three digits; 0 is what some clients report for none.
        case .responseCode: 0...999
        // 31 years: beyond any timeout, and sums of it stay far from overflow.
        case .responseTimeMS: 0...1_000_000_000_000
        // A1Cron's `max_retries` ends at 10.
        case .retryAttempt: 0...1_000_000
        default: nil
        }
    }

    /// The most bytes of UTF-8 the field may hold (ids are part of B-tree keys); nil where only the body's size bounds
    /// it.
    var maximumBytes: Int? {
        switch self {
        case .jobID: 128
        case .executionID: 256
        case .jobName: 512
        default: nil
        }
    }
}
