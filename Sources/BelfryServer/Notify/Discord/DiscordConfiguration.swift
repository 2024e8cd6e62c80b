public import BelfryCore

/// An element of `discord_configs`.
///
/// Keys: `webhook_url` or `webhook_url_file`, `username` and `avatar_url` (instead of the webhook's own),
/// `send_resolved` (default true), `title` and `message` (templates; without them Belfry's own words).
public struct DiscordConfiguration: NotifierConfiguration {
    /// `discord`.
    public static let integration = "discord"

    /// The webhook.
    public var webhookURL: TargetURL
    /// The name it posts under; nil for its own.
    public var username: String?
    /// The picture it posts with; nil for its own.
    public var avatarURL: String?
    /// Whether ends of alerts are sent too.
    public var sendResolved: Bool
    /// Instead of the headline.
    var title: MessageTemplate?
    /// Instead of summary and description.
    var message: MessageTemplate?

    /// A target of these values, with Belfry's own words.
    public init(webhookURL: TargetURL, sendResolved: Bool = true) {
        self.webhookURL = webhookURL
        self.sendResolved = sendResolved
    }

    /// Reads one element.
    public init?(_ value: YAMLValue, global: GlobalDefaults, secrets: SecretReader, problems: inout [Problem]) {
        let keys = [
            "webhook_url", "webhook_url_file", "username", "avatar_url", "send_resolved", "title", "message",
        ]
        let before = problems.count
        guard let mapping = value.mapping(keys: keys, problems: &problems) else { return nil }
        let url = secrets.url("webhook_url", in: mapping, global: global, problems: &problems)
        if let url, ["/slack", "/github"].contains(where: { url.text.hasSuffix($0) }) {
            problems.append(value.problem("webhook_url must end after the token, without /slack or /github"))
        }
        let sendResolved = mapping["send_resolved"]?.boolean(problems: &problems)
        let username = mapping["username"].flatMap { Self.username($0, problems: &problems) }
        let avatarURL = mapping["avatar_url"].flatMap { $0.webAddress(problems: &problems) }
        let title = mapping["title"].flatMap { MessageTemplate($0, problems: &problems) }
        let message = mapping["message"].flatMap { MessageTemplate($0, problems: &problems) }
        guard let url, problems.count == before else { return nil }
        self.init(webhookURL: url, sendResolved: sendResolved ?? true)
        self.username = username
        self.avatarURL = avatarURL
        self.title = title
        self.message = message
    }

    /// A name Discord will take: messages under another one would all be refused.
    private static func username(_ value: YAMLValue, problems: inout [Problem]) -> String? {
        guard let name = value.string(problems: &problems) else { return nil }
        guard (1...DiscordLimits.username).contains(name.utf16.count) else {
            problems.append(value.problem("must have 1 to \(DiscordLimits.username) characters"))
            return nil
        }
        guard !["discord", "clyde"].contains(where: { name.lowercased().contains($0) }) else {
            problems.append(value.problem("must not contain \"discord\" or \"clyde\", which Discord reserves"))
            return nil
        }
        return name
    }

    /// The notifier that sends there.
    public func makeNotifier(http: any OutgoingHTTP) -> any Notifier {
        DiscordNotifier(self, http: http)
    }
}
