public import BelfryCore

/// An element of `alertmanager_configs`: a Prometheus Alertmanager, or all members of a cluster of them.
///
/// Keys: `urls` (each member's address; `/api/v2/alerts` is added), `basic_auth` (`username` and `password` or `password_file`) or
/// `authorization` (`type`, default `Bearer`, and `credentials` or `credentials_file`), `resolve_timeout` (default 1d: how
/// long Alertmanager keeps an alert that Belfry does not speak of any more), `send_resolved` (default true).
public struct AlertmanagerConfiguration: NotifierConfiguration {
    /// `alertmanager`.
    public static let integration = "alertmanager"
    /// A day: six reminders of the shipped `repeat_interval` may get lost before an alert that fires is taken for over.
    public static let defaultResolveTimeout = TimeSpan.days(1)

    /// Where alerts are posted, one address for each member.
    public var urls: [TargetURL]
    /// The value of the `Authorization` header field; nil for none.
    public var authorization: Secret?
    /// How long after a notification its alerts end by themselves.
    public var resolveTimeout: TimeSpan
    /// Whether ends of alerts are sent too; without, they end by `resolveTimeout`.
    public var sendResolved: Bool

    private static let maximumMembers = 16
    private static let resolveTimeouts = TimeSpan.minutes(1)...TimeSpan.days(400)

    /// A target of these values.
    public init(
        urls: [TargetURL],
        authorization: Secret? = nil,
        resolveTimeout: TimeSpan = AlertmanagerConfiguration.defaultResolveTimeout,
        sendResolved: Bool = true
    ) {
        self.urls = urls
        self.authorization = authorization
        self.resolveTimeout = resolveTimeout
        self.sendResolved = sendResolved
    }

    /// Reads one element.
    public init?(_ value: YAMLValue, global: GlobalDefaults, secrets: SecretReader, problems: inout [Problem]) {
        let keys = ["urls", "basic_auth", "authorization", "resolve_timeout", "send_resolved"]
        let before = problems.count
        guard let mapping = value.mapping(keys: keys, problems: &problems) else { return nil }
        let urls = Self.urls(mapping, global, problems: &problems)
        let authorization = Self.authorization(mapping, secrets, problems: &problems)
        let resolveTimeout = mapping["resolve_timeout"]?.span(in: Self.resolveTimeouts, problems: &problems)
        let sendResolved = mapping["send_resolved"]?.boolean(problems: &problems)
        guard problems.count == before else { return nil }
        self.init(
            urls: urls,
            authorization: authorization,
            resolveTimeout: resolveTimeout ?? Self.defaultResolveTimeout,
            sendResolved: sendResolved ?? true
        )
    }

    /// The notifier that sends there.
    public func makeNotifier(http: any OutgoingHTTP) -> any Notifier {
        AlertmanagerNotifier(self, http: http)
    }

    private static func urls(
        _ mapping: YAMLMapping,
        _ global: GlobalDefaults,
        problems: inout [Problem]
    ) -> [TargetURL] {
        guard let value = mapping.required("urls", problems: &problems) else { return [] }
        let elements = value.texts(problems: &problems)
        if elements.isEmpty { problems.append(value.problem("needs at least one address")) }
        if elements.count > maximumMembers {
            problems.append(value.problem("has \(elements.count) addresses; at most \(maximumMembers) are sent to"))
        }
        return elements.compactMap { element, text in
            LocatedSecret(text: text, place: element).appending("/api/v2/alerts").url(global, problems: &problems)
        }
    }

    private static func authorization(
        _ mapping: YAMLMapping,
        _ secrets: SecretReader,
        problems: inout [Problem]
    ) -> Secret? {
        if let value = mapping["basic_auth"] {
            if mapping["authorization"] != nil {
                problems.append(value.problem("\"basic_auth\" and \"authorization\" exclude each other"))
            }
            guard let basic = value.mapping(keys: ["username", "password", "password_file"], problems: &problems),
                let user = basic.requiredText("username", problems: &problems),
                let password = secrets.required("password", in: basic, problems: &problems)
            else { return nil }
            return Secret(OutgoingRequest.basicAuthorization(user: user.text, password: password.secret).value)
        }
        guard let value = mapping["authorization"],
            let bearer = value.mapping(keys: ["type", "credentials", "credentials_file"], problems: &problems),
            let credentials = secrets.required("credentials", in: bearer, problems: &problems)
        else { return nil }
        return Secret("\(bearer.string("type", problems: &problems) ?? "Bearer") \(credentials.secret.text)")
    }
}
