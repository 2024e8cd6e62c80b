import BelfryCore

/// Webhooks as A1Cron sends them.
enum WebhookSamples {
    static let secretText = "a shared secret"
    static var secret: WebhookSecret {
        guard let secret = WebhookSecret(secretText) else { preconditionFailure("the secret is not empty") }
        return secret
    }

    /// The body of one execution.
    static func body(executionID: String = "exe_1", status: String = "success") -> String {
        """
        {"cron_job_id":"550e8400-e29b-41d4-a716-446655440000","cron_job_name":"Daily Sales Report",\
        "execution_id":"\(executionID)","status":"\(status)","executed_at":"2024-01-25T14:00:00Z","response_code":200,\
        "response_time_ms":245,"response_body":null,"error_message":null,"retry_attempt":0,"next_retry_at":null}
        """
    }

    /// A whole signed request.
    static func request(
        _ body: String = WebhookSamples.body(),
        path: String = "/webhooks/cron-success",
        signature: String? = nil,
        contentType: String = "application/json",
        extra: String = ""
    ) -> String {
        let signature = signature ?? secret.signature(of: Array(body.utf8))
        return "POST \(path) HTTP/1.1\r\nHost: belfry\r\nContent-Type: \(contentType)\r\n"
            + "X-A1Cron-Signature: \(signature)\r\nContent-Length: \(body.utf8.count)\r\n\(extra)\r\n\(body)"
    }
}
