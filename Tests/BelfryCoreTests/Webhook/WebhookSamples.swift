import BelfryCore

/// The three webhooks of A1Cron's documentation, and the steps from their bytes to an execution.
enum WebhookSamples {
    static let success = #"""
        {"cron_job_id":"550e8400-e29b-41d4-a716-446655440000","cron_job_name":"Daily Sales Report","execution_id":"exe_123456789","status":"success","executed_at":"2024-01-25T14:00:00Z","response_code":200,"response_time_ms":245,"response_body":"{\"message\": \"Report generated successfully\", \"report_id\": \"rpt_98765\"}","error_message":null,"retry_attempt":0,"next_retry_at":null}
        """#
    static let failure = #"""
        {"cron_job_id":"550e8400-e29b-41d4-a716-446655440000","cron_job_name":"Daily Sales Report","execution_id":"exe_987654321","status":"failure","executed_at":"2024-01-25T14:00:00Z","response_code":500,"response_time_ms":1245,"response_body":"{\"error\": \"Database connection failed\"}","error_message":"Endpoint returned status code 500","retry_attempt":1,"next_retry_at":"2024-01-25T14:05:00Z"}
        """#
    static let timeout = #"""
        {"cron_job_id":"550e8400-e29b-41d4-a716-446655440000","cron_job_name":"Daily Sales Report","execution_id":"exe_456789123","status":"timeout","executed_at":"2024-01-25T14:00:00Z","response_code":null,"response_time_ms":30000,"response_body":null,"error_message":"Request timed out after 30 seconds","retry_attempt":2,"next_retry_at":"2024-01-25T14:10:00Z"}
        """#

    /// The key of PROTOCOLS.md's fixtures.
    static let secretText = "belfry-test-secret"

    /// The failure sample with some fields replaced by other JSON, in documented order.
    ///
    /// An empty value leaves the field out.
    static func body(_ changes: [String: String] = [:], adding more: String = "") -> String {
        let fields = [
            ("cron_job_id", #""job""#), ("cron_job_name", #""Name""#), ("execution_id", #""exe""#),
            ("status", #""failure""#),
            ("executed_at", #""2024-01-25T14:00:00Z""#), ("response_code", "500"), ("response_time_ms", "1245"),
            ("response_body", #""body""#), ("error_message", #""error""#), ("retry_attempt", "1"),
            ("next_retry_at", #""2024-01-25T14:05:00Z""#),
        ]
        let members = fields.compactMap { name, value in
            changes[name, default: value].isEmpty ? nil : "\"\(name)\":\(changes[name, default: value])"
        }
        return "{" + members.joined(separator: ",") + more + "}"
    }

    /// What a verifier that knows the secret and the decoder make of a signed body.
    static func decode(_ body: some Sequence<UInt8>) throws -> Execution {
        let body = Array(body)
        guard let secret = WebhookSecret(secretText) else { throw EmptySecret() }
        let verifier = WebhookVerifier(
            secrets: [secret],
            allowedSources: [],
            trustedProxies: [],
            acceptsCanonicalJSON: false
        )
        return try WebhookDecoder.decode(try verifier.verify(request(body, signatures: [secret.signature(of: body)])))
    }

    /// A request as A1Cron would send it, apart from what is given.
    static func request(
        _ body: some Sequence<UInt8>,
        signatures: [String],
        contentType: String? = "application/json",
        contentEncoding: String? = nil,
        peer: String? = nil,
        forwardedFor: [String] = []
    ) -> RawWebhook {
        RawWebhook(
            path: "/webhooks/cron",
            contentType: contentType,
            contentEncoding: contentEncoding,
            signatures: signatures,
            peer: peer.flatMap { IPAddress($0) },
            forwardedFor: forwardedFor,
            body: Array(body)
        )
    }

    private struct EmptySecret: Error {}
}
