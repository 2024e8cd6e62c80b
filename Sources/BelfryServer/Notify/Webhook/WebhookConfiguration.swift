public import BelfryCore

/// An element of `webhook_configs`.
///
/// Keys: `url` or `url_file`, `send_resolved` (default true), `max_alerts` (0, the default, is all), `secret` or
/// `secret_file` (`whsec_…`: requests are signed by Standard Webhooks).
public struct WebhookConfiguration: NotifierConfiguration {
    /// `webhook`.
    public static let integration = "webhook"

    /// Where it goes.
    public var url: TargetURL
    /// Whether ends of alerts are sent too.
    public var sendResolved: Bool
    /// Alerts in one request, 0 for no limit; those beyond are counted in `truncatedAlerts`.
    public var maxAlerts: Int
    /// What requests are signed with; nil for none.
    public var secret: StandardWebhooksKey?

    /// A target of these values.
    public init(url: TargetURL, sendResolved: Bool = true, maxAlerts: Int = 0, secret: StandardWebhooksKey? = nil) {
        self.url = url
        self.sendResolved = sendResolved
        self.maxAlerts = maxAlerts
        self.secret = secret
    }

    /// Reads one element.
    public init?(_ value: YAMLValue, global: GlobalDefaults, secrets: SecretReader, problems: inout [Problem]) {
        let keys = ["url", "url_file", "send_resolved", "max_alerts", "secret", "secret_file"]
        let before = problems.count
        guard let mapping = value.mapping(keys: keys, problems: &problems) else { return nil }
        let url = secrets.secret("url", in: mapping, problems: &problems)?.url(global, problems: &problems)
        if mapping["url"] == nil, mapping["url_file"] == nil {
            problems.append(value.problem("needs \"url\" or \"url_file\""))
        }
        let secret = secrets.secret("secret", in: mapping, problems: &problems).flatMap { located in
            let secret = StandardWebhooksKey(located.text)
            if secret == nil { problems.append(located.place.problem(StandardWebhooksKey.expectation)) }
            return secret
        }
        let sendResolved = mapping["send_resolved"]?.boolean(problems: &problems)
        let maxAlerts = mapping["max_alerts"]?.integer(in: 0...NotificationContent.maximumAlerts, problems: &problems)
        guard let url, problems.count == before else { return nil }
        self.init(url: url, sendResolved: sendResolved ?? true, maxAlerts: maxAlerts ?? 0, secret: secret)
    }

    /// The notifier that sends there.
    public func makeNotifier(http: any OutgoingHTTP) -> any Notifier {
        WebhookNotifier(self, http: http)
    }
}
