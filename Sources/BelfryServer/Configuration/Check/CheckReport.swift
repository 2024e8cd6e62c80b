public import BelfryCore

/// What `belfry check` says: what a start would do with this configuration.
public struct CheckReport: Encodable, Sendable {
    /// A receiver as it would be.
    public struct Receiver: Encodable, Sendable {
        /// Its name.
        public var name: String
        /// The kinds of its targets.
        public var integrations: [String]
    }

    /// A node of the routing tree.
    public struct Node: Encodable, Sendable {
        /// Its matchers from the root.
        public var matchers: String
        /// Who hears of what it takes.
        public var receiver: String
    }

    /// What a trigger would do.
    public struct Trigger: Encodable, Sendable {
        /// Its name.
        public var name: String
        /// What fires it, in words.
        public var after: String
        /// What it does, in words, without secrets.
        public var does: String
    }

    /// Whether a start would succeed as far as files can tell.
    public var ok: Bool
    /// The configuration file; nil for none.
    public var file: String?
    /// Where it would listen.
    public var listen: String?
    /// Where webhooks alone would be served.
    public var webhookListen: String?
    /// The callback for successes; nil without `external_url`.
    public var successURL: String?
    /// The callback for failures; nil without `external_url`.
    public var failureURL: String?
    /// The database without its password.
    public var database: String?
    /// What signs webhooks: ids, or where the secret will come from.
    public var webhookSecrets: String?
    /// The number of rules; nil where they could not be read.
    public var rules: Int?
    /// The files they come from.
    public var ruleFiles: [String] = []
    /// Who would hear of alerts.
    public var receivers: [Receiver] = []
    /// How alerts would find them.
    public var routes: [Node] = []
    /// What would be started after which success.
    public var triggers: [Trigger] = []
    /// What keeps it from starting.
    public var errors: [String]
    /// What the operator should look at.
    public var warnings: [String]

    /// The report on a configuration and its rules, with the problems found on the way.
    public init(_ configuration: Configuration?, rules: RuleSet?, ruleFiles: [RuleFile], problems: [Problem]) {
        errors = problems.filter { $0.severity == .error }.map(\.description)
        warnings = problems.filter { $0.severity == .warning }.map(\.description)
        ok = errors.isEmpty
        self.rules = rules?.rules.count
        self.ruleFiles = ruleFiles.map(\.name)
        guard let configuration else { return }
        let http = configuration.http
        file = configuration.file
        listen = http.localURL
        webhookListen = http.webhookPort.map { "port \($0)" }
        successURL = http.externalURL.map { "\($0)/webhooks/cron-success" }
        failureURL = http.externalURL.map { "\($0)/webhooks/cron-failure" }
        database =
            configuration.database.redactedURL ?? "private PostgreSQL in \(configuration.dataFolder.databasePath)"
        let ids = configuration.webhook.secrets.map(\.id)
        webhookSecrets = ids.isEmpty ? configuration.dataFolder.path(of: .webhookSecret) : ids.joined(separator: ", ")
        receivers = configuration.receivers.map {
            Receiver(name: $0.name, integrations: $0.integrations)
        }
        triggers = configuration.triggers.map {
            Trigger(name: $0.rule.name, after: $0.rule.occasion, does: $0.effect)
        }
        routes = (configuration.route?.nodes ?? []).map { Node(matchers: $0.path, receiver: $0.receiver) }
    }

    /// The names in JSON.
    enum CodingKeys: String, CodingKey {
        case ok
        case file
        case listen
        case webhookListen = "webhook_listen"
        case successURL = "success_url"
        case failureURL = "failure_url"
        case database
        case webhookSecrets = "webhook_secrets"
        case rules
        case ruleFiles = "rule_files"
        case receivers
        case routes
        case triggers
        case errors
        case warnings
    }
}
