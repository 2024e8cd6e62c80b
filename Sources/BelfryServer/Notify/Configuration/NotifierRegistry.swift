public import BelfryCore

/// Every kind of target Belfry can send to.
public enum NotifierRegistry {
    /// The kinds; a new one is a folder, a line here and a golden.
    public static let integrations: [any NotifierConfiguration.Type] = [
        SlackConfiguration.self,
        DiscordConfiguration.self,
        MattermostConfiguration.self,
        RocketChatConfiguration.self,
        TelegramConfiguration.self,
        NtfyConfiguration.self,
        WebhookConfiguration.self,
        TeamsConfiguration.self,
        GoogleChatConfiguration.self,
        ZulipConfiguration.self,
        MatrixConfiguration.self,
        PagerDutyConfiguration.self,
        AlertmanagerConfiguration.self,
    ]

    /// The keys of a receiver that hold targets: `slack_configs`, `webhook_configs`.
    public static var receiverKeys: [String] { integrations.map { key($0) } }

    /// Reads all targets of a receiver in the order they stand; what is unusable is reported and left out.
    public static func read(
        receiver: YAMLMapping,
        global: GlobalDefaults,
        secrets: SecretReader,
        problems: inout [Problem]
    ) -> [any NotifierConfiguration] {
        var configurations: [any NotifierConfiguration] = []
        for (key, value) in receiver.entries where !value.isNull {
            guard let integration = integrations.first(where: { Self.key($0) == key }) else { continue }
            for element in value.list(problems: &problems) ?? [] {
                let configuration = integration.init(element, global: global, secrets: secrets, problems: &problems)
                if let configuration { configurations.append(configuration) }
            }
        }
        return configurations
    }

    private static func key(_ integration: any NotifierConfiguration.Type) -> String {
        "\(integration.integration)_configs"
    }
}

extension Sequence<any NotifierConfiguration> {
    /// A notifier for each target, all sending through one door.
    public func makeNotifiers(http: any OutgoingHTTP) -> [any Notifier] {
        map { $0.makeNotifier(http: http) }
    }
}
