public import BelfryCore

/// An element of `slack_configs`.
///
/// Keys: `api_url` or `api_url_file` (else `global.slack_api_url`), `channel` (ignored by Slack for apps' own webhooks),
/// `send_resolved` (default true), `title` and `text` (templates; without them Belfry's own words).
public struct SlackConfiguration: NotifierConfiguration {
    /// `slack`.
    public static let integration = "slack"

    /// The incoming webhook.
    public var apiURL: TargetURL
    /// The channel, for webhooks that may choose.
    public var channel: String?
    /// Whether ends of alerts are sent too.
    public var sendResolved: Bool
    /// Instead of the headline.
    var title: MessageTemplate?
    /// Instead of summary and description.
    var text: MessageTemplate?

    /// A target of these values, with Belfry's own words.
    public init(apiURL: TargetURL, channel: String? = nil, sendResolved: Bool = true) {
        self.apiURL = apiURL
        self.channel = channel
        self.sendResolved = sendResolved
    }

    /// Reads one element.
    public init?(_ value: YAMLValue, global: GlobalDefaults, secrets: SecretReader, problems: inout [Problem]) {
        let keys = ["api_url", "api_url_file", "channel", "send_resolved", "title", "text"]
        let before = problems.count
        guard let mapping = value.mapping(keys: keys, problems: &problems) else { return nil }
        var url = secrets.secret("api_url", in: mapping, problems: &problems)?.url(global, problems: &problems)
        if mapping["api_url"] == nil, mapping["api_url_file"] == nil {
            url = global.slackAPIURL
            if url == nil {
                problems.append(value.problem("needs \"api_url\" or \"api_url_file\", here or as global.slack_api_url"))
            }
        }
        let channel = mapping.string("channel", problems: &problems)
        let sendResolved = mapping["send_resolved"]?.boolean(problems: &problems)
        let title = mapping["title"].flatMap { MessageTemplate($0, problems: &problems) }
        let text = mapping["text"].flatMap { MessageTemplate($0, problems: &problems) }
        guard let url, problems.count == before else { return nil }
        self.init(apiURL: url, channel: channel, sendResolved: sendResolved ?? true)
        self.title = title
        self.text = text
    }

    /// The notifier that sends there.
    public func makeNotifier(http: any OutgoingHTTP) -> any Notifier {
        SlackNotifier(self, http: http)
    }
}
