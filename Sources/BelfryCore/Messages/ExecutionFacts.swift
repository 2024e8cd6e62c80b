/// What a message says about the attempt behind an alert.
///
/// Texts come from outside.
public struct ExecutionFacts: Hashable, Codable, Sendable {
    /// `execution_id`.
    public var executionID: String
    /// `status` as sent.
    public var status: String
    /// When it ran, by the sender's clock.
    public var executedAt: Instant
    /// The HTTP status of the job's endpoint; nil for a timeout or network error.
    public var responseCode: Int32?
    /// Latency in milliseconds.
    public var responseTimeMS: Int64
    /// `error_message`, at most 1,000 characters.
    public var errorMessage: String?
    /// What kind of error it is, by `ErrorFingerprint`; nil where it is none.
    public var errorFingerprint: String?
    /// `response_body`, at most 1,000 characters.
    public var responseBody: String?
    /// 0 for the first attempt of the run.
    public var retryAttempt: Int32
    /// How many attempts a run can have; nil unless A1Cron's API said so.
    public var maximumAttempts: Int32?
    /// The promise of another attempt; nil when there is none.
    public var nextRetryAt: Instant?
    /// Whether `belfry send` marked it as a test: the message begins with TEST.
    public var isTest: Bool

    /// Facts of these values.
    public init(
        executionID: String,
        status: String,
        executedAt: Instant,
        responseCode: Int32? = nil,
        responseTimeMS: Int64,
        errorMessage: String? = nil,
        errorFingerprint: String? = nil,
        responseBody: String? = nil,
        retryAttempt: Int32,
        maximumAttempts: Int32? = nil,
        nextRetryAt: Instant? = nil,
        isTest: Bool = false
    ) {
        self.executionID = executionID
        self.status = status
        self.executedAt = executedAt
        self.responseCode = responseCode
        self.responseTimeMS = responseTimeMS
        self.errorMessage = errorMessage
        self.errorFingerprint = errorFingerprint
        self.responseBody = responseBody
        self.retryAttempt = retryAttempt
        self.maximumAttempts = maximumAttempts
        self.nextRetryAt = nextRetryAt
        self.isTest = isTest
    }

    /// The facts of an attempt, long texts cut on a grapheme boundary.
    public init(_ execution: Execution) {
        self.init(
            executionID: execution.executionID,
            status: execution.status.text,
            executedAt: execution.executedAt,
            responseCode: execution.responseCode,
            responseTimeMS: execution.responseTimeMS,
            errorMessage: execution.errorMessage.map { String($0.prefix(Self.maximumText)) },
            errorFingerprint: execution.status.isSuccess
                ? nil
                : ErrorFingerprint.of(
                    status: execution.status,
                    responseCode: execution.responseCode,
                    message: execution.errorMessage
                ),
            responseBody: execution.responseBody.map { String($0.prefix(Self.maximumText)) },
            retryAttempt: execution.retryAttempt,
            nextRetryAt: execution.nextRetryAt,
            isTest: execution.isTest
        )
    }

    /// Characters of an error or body kept for messages; no chat shows more of it legibly.
    private static let maximumText = 1_000
}
