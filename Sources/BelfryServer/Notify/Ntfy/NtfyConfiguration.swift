public import BelfryCore

/// An element of `ntfy_configs`.
///
/// Keys: `url` or `url_file` (the server; else https://ntfy.sh), `topic` or `topic_file`, `token` or `token_file` (an
/// access token, for topics that ask for one), `priority` (1 to 5, while an alert fires; else by severity),
/// `send_resolved` (default true), `title` and `message` (templates; without them Belfry's own words).
public struct NtfyConfiguration: NotifierConfiguration {
    /// `ntfy`.
    public static let integration = "ntfy"

    /// The server.
    public var url: TargetURL
    /// The topic.
    public var topic: NtfyTopic
    /// What opens the topic; nil for an open one.
    public var token: NtfyToken?
    /// The priority while an alert fires; nil for one by severity.
    public var priority: Int?
    /// Whether ends of alerts are sent too.
    public var sendResolved: Bool
    /// Instead of the headline.
    var title: MessageTemplate?
    /// Instead of summary and description.
    var message: MessageTemplate?

    /// The address of the public server.
    static let publicServer = "https://ntfy.sh"

    /// A target of these values, with Belfry's own words.
    public init(url: TargetURL, topic: NtfyTopic, token: NtfyToken? = nil, sendResolved: Bool = true) {
        self.url = url
        self.topic = topic
        self.token = token
        self.sendResolved = sendResolved
    }

    /// Reads one element.
    public init?(_ value: YAMLValue, global: GlobalDefaults, secrets: SecretReader, problems: inout [Problem]) {
        let keys = [
            "url", "url_file", "topic", "topic_file", "token", "token_file", "priority", "send_resolved", "title",
            "message",
        ]
        let before = problems.count
        guard let mapping = value.mapping(keys: keys, problems: &problems) else { return nil }
        let server = (key: "url", url: try? TargetURL(Self.publicServer))
        let url = secrets.url("url", in: mapping, otherwise: server, global: global, problems: &problems)
        let topic = Self.topic(mapping, secrets: secrets, problems: &problems)
        let token = Self.token(mapping, secrets: secrets, problems: &problems)
        let priority = mapping["priority"]?.integer(in: NtfyLimits.priorities, problems: &problems)
        let sendResolved = mapping["send_resolved"]?.boolean(problems: &problems)
        let title = mapping["title"].flatMap { MessageTemplate($0, problems: &problems) }
        let message = mapping["message"].flatMap { MessageTemplate($0, problems: &problems) }
        guard let url, let topic, problems.count == before else { return nil }
        self.init(url: url, topic: topic, token: token, sendResolved: sendResolved ?? true)
        self.priority = priority
        self.title = title
        self.message = message
    }

    private static func topic(
        _ mapping: YAMLMapping,
        secrets: SecretReader,
        problems: inout [Problem]
    ) -> NtfyTopic? {
        guard mapping["topic"] != nil || mapping["topic_file"] != nil else {
            problems.append(mapping.owner.problem("needs \"topic\" or \"topic_file\""))
            return nil
        }
        return secrets.secret("topic", in: mapping, problems: &problems).flatMap { located in
            let topic = NtfyTopic(located.text)
            if topic == nil { problems.append(located.place.problem(NtfyTopic.expectation)) }
            return topic
        }
    }

    private static func token(
        _ mapping: YAMLMapping,
        secrets: SecretReader,
        problems: inout [Problem]
    ) -> NtfyToken? {
        secrets.secret("token", in: mapping, problems: &problems).flatMap { located in
            let token = NtfyToken(located.text)
            if token == nil { problems.append(located.place.problem(NtfyToken.expectation)) }
            return token
        }
    }

    /// The notifier that sends there.
    public func makeNotifier(http: any OutgoingHTTP) -> any Notifier {
        NtfyNotifier(self, http: http)
    }
}
