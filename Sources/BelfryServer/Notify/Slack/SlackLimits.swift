internal import BelfryCore

/// What Slack takes, in characters after escaping; counted here in UTF-16 units, which are never fewer.
///
/// https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/changelog/2018-04-truncating-really-long-messages
enum SlackLimits {
    /// The text of a header.
    static let header = 150
    /// The text of a section.
    static let section = 3_000
    /// Fields of a section.
    static let fields = 10
    /// The text of a field.
    static let field = 2_000
    /// Elements of a context.
    static let contextElements = 10
    /// Blocks of a message.
    static let blocks = 50
    /// The fallback text Slack advises not to exceed.
    static let text = 4_000
    /// The whole payload: undocumented; 13,200 characters were refused with `msg_blocks_too_long` (slackapi/bolt-js#2509).
    static let payload = 12_000
    /// Where Slack's own limit holds, not that of another program that takes Slack's messages.
    static let hosts = ["hooks.slack.com", "hooks.slack-gov.com"]
    /// One message a second and channel, a few more in a short burst.
    ///
    /// https://docs.slack.dev/apis/web-api/rate-limits
    static let pace = DeliveryPace(every: .seconds(1), burst: 3)
}
