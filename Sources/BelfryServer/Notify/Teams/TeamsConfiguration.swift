public import BelfryCore

/// An element of `msteamsv2_configs`: a Workflow of Microsoft Teams or Power Automate that posts what it gets to a channel.
///
/// Keys: `webhook_url` or `webhook_url_file`, `send_resolved` (default true), `title` and `text` (templates; without them
/// Belfry's own words).
public struct TeamsConfiguration: NotifierConfiguration {
    /// `msteamsv2`, Alertmanager's name for Workflows.
    public static let integration = "msteamsv2"

    /// The address of the flow; its `sig` is the secret.
    public var webhookURL: TargetURL
    /// Whether ends of alerts are sent too.
    public var sendResolved: Bool
    /// Instead of the headline.
    var title: MessageTemplate?
    /// Instead of summary and description.
    var text: MessageTemplate?

    /// A target of these values, with Belfry's own words.
    public init(webhookURL: TargetURL, sendResolved: Bool = true) {
        self.webhookURL = webhookURL
        self.sendResolved = sendResolved
    }

    /// Reads one element.
    public init?(_ value: YAMLValue, global: GlobalDefaults, secrets: SecretReader, problems: inout [Problem]) {
        let keys = ["webhook_url", "webhook_url_file", "send_resolved", "title", "text"]
        let before = problems.count
        guard let mapping = value.mapping(keys: keys, problems: &problems) else { return nil }
        let url = secrets.required("webhook_url", in: mapping, problems: &problems)?.url(global, problems: &problems)
        let sendResolved = mapping["send_resolved"]?.boolean(problems: &problems)
        let title = mapping["title"].flatMap { MessageTemplate($0, problems: &problems) }
        let text = mapping["text"].flatMap { MessageTemplate($0, problems: &problems) }
        guard let url, problems.count == before else { return nil }
        self.init(webhookURL: url, sendResolved: sendResolved ?? true)
        self.title = title
        self.text = text
    }

    /// The notifier that sends there.
    public func makeNotifier(http: any OutgoingHTTP) -> any Notifier {
        TeamsNotifier(self, http: http)
    }
}
