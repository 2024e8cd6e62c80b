internal import BelfryCore

/// What Zulip takes, in characters; counted here in UTF-16 units, which are never fewer.
///
/// https://zulip.com/api/send-message and https://zulip.com/api/register-queue#response (`max_topic_length`)
enum ZulipLimits {
    /// The content of a message.
    static let content = 10_000
    /// The topic.
    static let topic = 60
    /// Units of a title; Zulip has no limit of its own.
    static let title = 200
    /// Where the limit of Zulip's own service holds.
    static let host = ".zulipchat.com"
    /// Two hundred requests a minute and user.
    ///
    /// https://zulip.com/api/http-headers
    static let pace = DeliveryPace(every: .milliseconds(300), burst: 20)
}
