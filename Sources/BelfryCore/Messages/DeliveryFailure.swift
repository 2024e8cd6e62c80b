/// Why a delivery failed: the `reason` label of `belfry_notifications_failed_total` and `belfry_notification_requests_failed_total`.
public enum DeliveryFailure: String, CaseIterable, Codable, Sendable {
    /// The target's name or address is one Belfry must not connect to.
    case forbiddenTarget = "forbidden_target"
    /// No connection: DNS, refused, reset before the request was sent.
    case connection
    /// TLS did not come up.
    case tls
    /// No answer in time.
    case timeout
    /// 429, or a body that says the same.
    case rateLimited = "rate_limited"
    /// 5xx, or a body that says the same.
    case serverError = "server_error"
    /// 400, 413, 422 or a body that says the message is unusable.
    case refused
    /// 401, 403, 404, 410 or a body that says the channel is gone.
    case channelGone = "channel_gone"
    /// 3xx: never followed.
    case redirect
    /// An answer that is not what the target's documentation promises.
    case unexpectedAnswer = "unexpected_answer"
    /// The receiver is no longer configured.
    case receiverRemoved = "receiver_removed"
    /// Too old when its turn came.
    case expired
}
