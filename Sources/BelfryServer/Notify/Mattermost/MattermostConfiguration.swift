public import BelfryCore

/// An element of `mattermost_configs`.
///
/// Keys: `webhook_url` or `webhook_url_file` (else `global.mattermost_webhook_url`), `channel` (a channel's name, or
/// `@name` for a person), `username`, `icon_url` and `icon_emoji` (instead of the webhook's own, where the server
/// allows it), `send_resolved` (default true), `title` and `text` (templates; without them Belfry's own words).
public struct MattermostConfiguration: NotifierConfiguration {
    /// `mattermost`.
    public static let integration = "mattermost"

    /// The incoming webhook.
    public var webhookURL: TargetURL
    /// The channel; nil for the webhook's own.
    public var channel: String?
    /// The name it posts under; nil for the webhook's own.
    public var username: String?
    /// The picture it posts with; nil for the webhook's own.
    public var iconURL: String?
    /// The emoji it posts with, instead of a picture.
    public var iconEmoji: String?
    /// Whether ends of alerts are sent too.
    public var sendResolved: Bool
    /// Instead of the headline.
    var title: MessageTemplate?
    /// Instead of summary and description.
    var text: MessageTemplate?

    /// A target of these values, with Belfry's own words.
    public init(webhookURL: TargetURL, channel: String? = nil, sendResolved: Bool = true) {
        self.webhookURL = webhookURL
        self.channel = channel
        self.sendResolved = sendResolved
    }

    /// Reads one element.
    public init?(_ value: YAMLValue, global: GlobalDefaults, secrets: SecretReader, problems: inout [Problem]) {
        let keys = [
            "webhook_url", "webhook_url_file", "channel", "username", "icon_url", "icon_emoji", "send_resolved",
            "title",
            "text",
        ]
        let before = problems.count
        guard let mapping = value.mapping(keys: keys, problems: &problems) else { return nil }
        let url = secrets.url(
            "webhook_url",
            in: mapping,
            otherwise: (key: "mattermost_webhook_url", url: global.mattermostWebhookURL),
            global: global,
            problems: &problems
        )
        let channel = mapping.string("channel", problems: &problems)
        let username = mapping.string("username", problems: &problems)
        let iconURL = mapping["icon_url"].flatMap { $0.webAddress(problems: &problems) }
        let iconEmoji = mapping.string("icon_emoji", problems: &problems)
        let sendResolved = mapping["send_resolved"]?.boolean(problems: &problems)
        let title = mapping["title"].flatMap { MessageTemplate($0, problems: &problems) }
        let text = mapping["text"].flatMap { MessageTemplate($0, problems: &problems) }
        guard let url, problems.count == before else { return nil }
        self.init(webhookURL: url, channel: channel, sendResolved: sendResolved ?? true)
        self.username = username
        self.iconURL = iconURL
        self.iconEmoji = iconEmoji
        self.title = title
        self.text = text
    }

    /// The notifier that sends there.
    public func makeNotifier(http: any OutgoingHTTP) -> any Notifier {
        MattermostNotifier(self, http: http)
    }
}
