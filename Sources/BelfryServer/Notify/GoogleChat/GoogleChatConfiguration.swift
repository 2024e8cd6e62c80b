public import BelfryCore

/// An element of `googlechat_configs`: the incoming webhook of a Google Chat space.
///
/// Keys: `url` or `url_file`, `threads` (default true: what follows on an alert answers in the thread of its first message),
/// `send_resolved` (default true), `title` and `text` (templates; without them Belfry's own words).
public struct GoogleChatConfiguration: NotifierConfiguration {
    /// `googlechat`.
    public static let integration = "googlechat"

    /// The incoming webhook; `key` and `token` in it are the secret.
    public var url: TargetURL
    /// Whether messages about one alert share a thread.
    public var threads: Bool
    /// Whether ends of alerts are sent too.
    public var sendResolved: Bool
    /// Instead of the headline.
    var title: MessageTemplate?
    /// Instead of summary and description.
    var text: MessageTemplate?

    /// A target of these values, with Belfry's own words.
    public init(url: TargetURL, threads: Bool = true, sendResolved: Bool = true) {
        self.url = url
        self.threads = threads
        self.sendResolved = sendResolved
    }

    /// Reads one element.
    public init?(_ value: YAMLValue, global: GlobalDefaults, secrets: SecretReader, problems: inout [Problem]) {
        let keys = ["url", "url_file", "threads", "send_resolved", "title", "text"]
        let before = problems.count
        guard let mapping = value.mapping(keys: keys, problems: &problems) else { return nil }
        let threads = mapping["threads"]?.boolean(problems: &problems) ?? true
        let url = secrets.required("url", in: mapping, problems: &problems)
            .flatMap { (threads ? Self.threaded($0) : $0).url(global, problems: &problems) }
        let sendResolved = mapping["send_resolved"]?.boolean(problems: &problems)
        let title = mapping["title"].flatMap { MessageTemplate($0, problems: &problems) }
        let text = mapping["text"].flatMap { MessageTemplate($0, problems: &problems) }
        guard let url, problems.count == before else { return nil }
        self.init(url: url, threads: threads, sendResolved: sendResolved ?? true)
        self.title = title
        self.text = text
    }

    /// The notifier that sends there.
    public func makeNotifier(http: any OutgoingHTTP) -> any Notifier {
        GoogleChatNotifier(self, http: http)
    }

    /// The address that also says what to do with a thread's key: without it Google ignores the key.
    private static func threaded(_ url: LocatedSecret) -> LocatedSecret {
        guard !url.text.contains("messageReplyOption=") else { return url }
        let option = "messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD"
        return url.appending((url.text.contains("?") ? "&" : "?") + option)
    }
}
