public import BelfryCore

/// What receivers take from outside of themselves: the `global:` section, and what `outbound:` allows.
public struct GlobalDefaults: Sendable {
    /// The keys of `global:` that are read here.
    public static let keys = [
        "slack_api_url", "slack_api_url_file",
        "mattermost_webhook_url", "mattermost_webhook_url_file",
        "telegram_api_url", "telegram_bot_token", "telegram_bot_token_file",
        "pagerduty_url",
    ]

    /// Where Slack messages go when a receiver does not say.
    public var slackAPIURL: TargetURL?
    /// Where Mattermost messages go when a receiver does not say.
    public var mattermostWebhookURL: TargetURL?
    /// The server of Telegram's bot API; nil for Telegram's own.
    public var telegramAPIURL: TargetURL?
    /// The bot that writes to Telegram when a receiver does not name one.
    public var telegramBotToken: TelegramBotToken?
    /// Where PagerDuty's events go when a receiver does not say; nil for PagerDuty's own address.
    public var pagerDutyURL: TargetURL?
    /// `outbound.allow_http`.
    public var allowsHTTP: Bool

    /// Defaults of these values.
    public init(slackAPIURL: TargetURL? = nil, allowsHTTP: Bool = false) {
        self.slackAPIURL = slackAPIURL
        self.allowsHTTP = allowsHTTP
    }

    /// Reads the keys named above from `global:`; other keys are the caller's.
    public init(global: YAMLMapping?, allowsHTTP: Bool, secrets: SecretReader, problems: inout [Problem]) {
        self.init(allowsHTTP: allowsHTTP)
        guard let global else { return }
        slackAPIURL = secrets.secret("slack_api_url", in: global, problems: &problems)?.url(self, problems: &problems)
        pagerDutyURL = secrets.secret("pagerduty_url", in: global, problems: &problems)?.url(self, problems: &problems)
        mattermostWebhookURL = secrets.secret("mattermost_webhook_url", in: global, problems: &problems)?
            .url(self, problems: &problems)
        telegramAPIURL = secrets.secret("telegram_api_url", in: global, problems: &problems)?
            .url(self, problems: &problems)
        telegramBotToken = secrets.secret("telegram_bot_token", in: global, problems: &problems)?
            .botToken(problems: &problems)
    }
}
