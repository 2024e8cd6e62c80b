internal import BelfryCore

extension SettingReader {
    /// Reads `global`, `receivers`, `time_intervals`, `route` and `inhibit_rules`.
    mutating func alerting(_ configuration: inout Configuration, readFile: @escaping (String) throws -> String) {
        var global = GlobalDefaults(allowsHTTP: configuration.outbound.allowsHTTP)
        global.slackAPIURL = secret("global.slack_api_url")?.url(global, problems: &problems)
        global.pagerDutyURL = self["global.pagerduty_url"].flatMap { setting in
            setting.value.string(problems: &problems)
                .flatMap { LocatedSecret(text: $0, place: setting.value).url(global, problems: &problems) }
        }
        global.mattermostWebhookURL = secret("global.mattermost_webhook_url")?.url(global, problems: &problems)
        global.telegramAPIURL = secret("global.telegram_api_url")?.url(global, problems: &problems)
        global.telegramBotToken = secret("global.telegram_bot_token")?.botToken(problems: &problems)
        configuration.global = global
        if let value = self["receivers"]?.value {
            configuration.receivers = ReceiverReader.read(
                value,
                global: global,
                secrets: SecretReader(readFile),
                problems: &problems
            )
        }
        if configuration.receivers.isEmpty, let url = global.slackAPIURL {
            let slack = SlackConfiguration(apiURL: url)
            configuration.receivers = [Configuration.Receiver(name: Route.builtInReceiver, notifiers: [slack])]
        }
        configuration.fallback = fallback(receivers: configuration.receivers.map(\.name))
        let intervals = self["time_intervals"].map { TimeIntervalReader.read($0.value, problems: &problems) } ?? []
        configuration.route = route(
            receivers: configuration.receivers.map(\.name),
            fallback: configuration.fallback,
            timeIntervals: intervals
        )
        if let value = self["inhibit_rules"]?.value {
            configuration.inhibitRules = InhibitRuleReader.read(value, problems: &problems)
        }
    }

    /// The receiver `fallback` names.
    private mutating func fallback(receivers: [String]) -> String? {
        guard let setting = self["fallback"], let name = text("fallback") else { return nil }
        guard receivers.contains(name) else {
            let hint = NearestName.hint(name, in: receivers)
            problems.append(setting.value.problem("no receiver is named \"\(name)\"\(hint)"))
            return nil
        }
        return name
    }

    /// The routing tree; of a single receiver nothing more need be said.
    private mutating func route(
        receivers: [String],
        fallback: String?,
        timeIntervals: [NamedTimeInterval]
    ) -> Route? {
        var reader = RouteReader(receivers: receivers, timeIntervals: timeIntervals)
        var route = reader.root { self["route.\($0)"]?.value }
        problems += reader.problems
        guard let first = receivers.first else { return nil }
        if route.receiver == nil {
            route.receiver = first
            if receivers.count > 1, self["route.receiver"] == nil {
                report(
                    "is missing: which of \(receivers.joined(separator: ", ")) hears of what no other route takes?",
                    at: "route.receiver"
                )
            }
        }
        let used = Set(route.nodes.map(\.receiver))
        for name in receivers where !used.contains(name) && name != fallback {
            report("no route leads to the receiver \"\(name)\"", at: "receivers", severity: .warning)
        }
        let named = Set(route.nodes.flatMap { $0.muteTimeIntervals + $0.activeTimeIntervals }.map(\.name))
        for interval in timeIntervals where !named.contains(interval.name) {
            report("no route names the time interval \"\(interval.name)\"", at: "time_intervals", severity: .warning)
        }
        for node in route.nodes where node.repeatInterval < node.groupInterval {
            report(
                "repeat_interval \(node.repeatInterval) of \(node.path) is below group_interval \(node.groupInterval):"
                    + " it repeats every \(node.groupInterval)",
                at: "route.repeat_interval",
                severity: .warning
            )
        }
        return route
    }
}
