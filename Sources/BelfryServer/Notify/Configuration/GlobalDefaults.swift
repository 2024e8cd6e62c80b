public import BelfryCore

/// What receivers take from outside of themselves: the `global:` section, and what `outbound:` allows.
public struct GlobalDefaults: Sendable {
    /// The keys of `global:` that are read here.
    public static let keys = ["slack_api_url", "slack_api_url_file", "pagerduty_url"]

    /// Where Slack messages go when a receiver does not say.
    public var slackAPIURL: TargetURL?
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
    }
}
