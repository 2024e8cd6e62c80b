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
}
