internal import BelfryCore

extension SettingReader {
    /// Reports what is wrong or doubtful about settings together.
    mutating func judge(_ configuration: Configuration) {
        if configuration.database.url != nil, configuration.webhook.secrets.isEmpty, self["webhook.secrets_file"] == nil
        {
            report(
                "with database.url, webhook.secrets or webhook.secrets_file is required:"
                    + " a generated secret would differ between replicas",
                at: self["database.url"] == nil ? "database.url_file" : "database.url"
            )
        }
        if !configuration.webhook.allowedSources.isEmpty, configuration.http.externalURL != nil,
            configuration.webhook.trustedProxies.isEmpty
        {
            report(
                "http.external_url speaks of a proxy, whose address is the one that is judged:"
                    + " list it in webhook.trusted_proxies, or every webhook may be refused",
                at: "webhook.allowed_sources",
                severity: .warning
            )
        }
        if configuration.receivers.allSatisfy(\.notifiers.isEmpty) {
            report(
                "no receiver yet: alerts are recorded and shown, not sent",
                at: "receivers",
                severity: .warning
            )
        }
    }
}
