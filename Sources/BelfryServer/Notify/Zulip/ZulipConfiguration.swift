public import BelfryCore

/// An element of `zulip_configs`: a bot that writes to a channel (stream) of a Zulip organization.
///
/// Keys: `site`, `email` and `api_key` or `api_key_file` of the bot, `stream`, `topic` (a template; default the job's name, or
/// what else the alerts have in common), `send_resolved` (default true), `title` and `text` (templates; without them Belfry's
/// own words).
public struct ZulipConfiguration: NotifierConfiguration {
    /// `zulip`.
    public static let integration = "zulip"

    /// Where messages are posted: the organization's `/api/v1/messages`.
    public var url: TargetURL
    /// The bot's address.
    public var email: String
    /// The bot's key.
    public var apiKey: Secret
    /// The channel's name.
    public var stream: String
    /// Whether ends of alerts are sent too.
    public var sendResolved: Bool
    /// The topic.
    var topic: MessageTemplate?
    /// Instead of the headline.
    var title: MessageTemplate?
    /// Instead of summary and description.
    var text: MessageTemplate?

    /// A target of these values, with Belfry's own words.
    public init(url: TargetURL, email: String, apiKey: Secret, stream: String, sendResolved: Bool = true) {
        self.url = url
        self.email = email
        self.apiKey = apiKey
        self.stream = stream
        self.sendResolved = sendResolved
    }

    /// Reads one element.
    public init?(_ value: YAMLValue, global: GlobalDefaults, secrets: SecretReader, problems: inout [Problem]) {
        let keys = ["site", "email", "api_key", "api_key_file", "stream", "topic", "send_resolved", "title", "text"]
        let before = problems.count
        guard let mapping = value.mapping(keys: keys, problems: &problems) else { return nil }
        let url = mapping.requiredText("site", problems: &problems)?
            .appending("/api/v1/messages").url(global, problems: &problems)
        let email = mapping.requiredText("email", problems: &problems)
        let apiKey = secrets.required("api_key", in: mapping, problems: &problems)
        let stream = mapping.requiredText("stream", problems: &problems)
        let sendResolved = mapping["send_resolved"]?.boolean(problems: &problems)
        let topic = mapping["topic"].flatMap { MessageTemplate($0, problems: &problems) }
        let title = mapping["title"].flatMap { MessageTemplate($0, problems: &problems) }
        let text = mapping["text"].flatMap { MessageTemplate($0, problems: &problems) }
        guard let url, let email, let apiKey, let stream, problems.count == before else { return nil }
        self.init(
            url: url,
            email: email.text,
            apiKey: apiKey.secret,
            stream: stream.text,
            sendResolved: sendResolved ?? true
        )
        self.topic = topic
        self.title = title
        self.text = text
    }

    /// The notifier that sends there.
    public func makeNotifier(http: any OutgoingHTTP) -> any Notifier {
        ZulipNotifier(self, http: http)
    }
}
