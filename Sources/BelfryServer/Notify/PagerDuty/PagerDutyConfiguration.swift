public import BelfryCore

/// An element of `pagerduty_configs`: a service of PagerDuty with an integration of the kind Events API v2.
///
/// Keys: `routing_key` or `routing_key_file`; `url` (else `global.pagerduty_url`, else PagerDuty's own), `client` (default
/// `Belfry`), `client_url` (default the external URL), `description` (the summary), `severity`, `source`, `class`, `component`,
/// `group`, `details` (further custom details by name), `send_resolved` (default true). Except for `url` and `client_url` all
/// texts are templates, filled in for each alert.
public struct PagerDutyConfiguration: NotifierConfiguration {
    /// `pagerduty`.
    public static let integration = "pagerduty"
    /// Where events go unless told otherwise; accounts in Europe have `events.eu.pagerduty.com`.
    static let defaultURL = "https://events.pagerduty.com/v2/enqueue"

    /// Where events are posted.
    public var url: TargetURL
    /// The integration key.
    public var routingKey: Secret
    /// Whether ends of alerts are sent too; without, incidents stay open.
    public var sendResolved: Bool
    /// A page of the monitoring tool, instead of the external URL.
    public var clientURL: String?
    /// Templates by their key.
    var templates: [String: MessageTemplate] = [:]
    /// Templates of further details by their name.
    var details: [String: MessageTemplate] = [:]

    private static let templateKeys = [
        "class", "client", "component", "description", "group", "severity", "source",
    ]

    /// A target of these values, with Belfry's own words.
    public init(url: TargetURL, routingKey: Secret, sendResolved: Bool = true) {
        self.url = url
        self.routingKey = routingKey
        self.sendResolved = sendResolved
    }

    /// Reads one element.
    public init?(_ value: YAMLValue, global: GlobalDefaults, secrets: SecretReader, problems: inout [Problem]) {
        let keys =
            ["routing_key", "routing_key_file", "url", "client_url", "details", "send_resolved"] + Self.templateKeys
        let before = problems.count
        guard let mapping = value.mapping(keys: keys, problems: &problems) else { return nil }
        let routingKey = secrets.required("routing_key", in: mapping, problems: &problems)
        let url = Self.url(mapping, global, problems: &problems)
        let clientURL = mapping["client_url"].flatMap { Self.page($0, problems: &problems) }
        let sendResolved = mapping["send_resolved"]?.boolean(problems: &problems)
        for key in Self.templateKeys {
            templates[key] = mapping[key].flatMap { MessageTemplate($0, problems: &problems) }
        }
        details = mapping.texts("details", problems: &problems)
            .compactMapValues { MessageTemplate($0, problems: &problems) }
        if let severity = mapping["severity"] { Self.check(severity, problems: &problems) }
        guard let url, let routingKey, problems.count == before else { return nil }
        self.url = url
        self.routingKey = routingKey.secret
        self.sendResolved = sendResolved ?? true
        self.clientURL = clientURL
    }

    /// The notifier that sends there.
    public func makeNotifier(http: any OutgoingHTTP) -> any Notifier {
        PagerDutyNotifier(self, http: http)
    }

    private static func url(
        _ mapping: YAMLMapping,
        _ global: GlobalDefaults,
        problems: inout [Problem]
    ) -> TargetURL? {
        guard let value = mapping["url"] else {
            return global.pagerDutyURL
                ?? LocatedSecret(text: defaultURL, place: mapping.owner).url(global, problems: &problems)
        }
        return value.string(problems: &problems)
            .flatMap { LocatedSecret(text: $0, place: value).url(global, problems: &problems) }
    }

    /// A severity that is no template is one of PagerDuty's four, which are Belfry's.
    private static func check(_ severity: YAMLValue, problems: inout [Problem]) {
        guard let text = severity.string(problems: &problems), !text.contains("{{"), Severity(rawValue: text) == nil
        else { return }
        let valid = Severity.allCases.map(\.rawValue).joined(separator: ", ")
        problems.append(severity.problem("must be one of \(valid), or a template"))
    }

    private static func page(_ value: YAMLValue, problems: inout [Problem]) -> String? {
        guard let text = value.string(problems: &problems) else { return nil }
        let page = WebAddress.checked(text)
        if page == nil { problems.append(value.problem("must be an address such as https://belfry.example")) }
        return page
    }
}
