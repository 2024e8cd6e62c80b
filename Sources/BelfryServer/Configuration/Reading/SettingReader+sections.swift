internal import BelfryCore
internal import Foundation

extension SettingReader {
    /// Reads `http`.
    mutating func http(_ http: inout Configuration.HTTP) {
        if let host = text("http.host") {
            http.host = host
            let isPlain = host.allSatisfy { $0.isASCII && !$0.isWhitespace && $0 != "/" }
            if !isPlain || (host.contains(":") && IPAddress(host) == nil) {
                report("must be an address or a name without port, such as 127.0.0.1, 0.0.0.0 or ::", at: "http.host")
            }
        }
        http.port = port("http.port", lowest: 0) ?? http.port
        http.webhookPort = port("http.webhook_port", lowest: 1)
        if http.webhookPort == http.port { report("must differ from http.port", at: "http.webhook_port") }
        http.externalURL = webURL("http.external_url")
        if let located = secret("http.admin_token") {
            http.adminToken = Secret(located.text)
            if located.text.utf8.count < Self.shortSecret {
                let message = "the admin token has fewer than \(Self.shortSecret) bytes: easy to guess"
                problems.append(located.place.problem(message, severity: .warning))
            }
        }
        http.maximumConnections = integer("http.max_connections", in: 32...50_000) ?? http.maximumConnections
        http.maximumConnectionsPerAddress =
            integer("http.max_connections_per_address", in: 8...50_000) ?? http.maximumConnectionsPerAddress
        if let name = text("http.auth") {
            if let authentication = Configuration.HTTP.Authentication(rawValue: name) {
                http.authentication = authentication
            } else {
                report("must be token or none, got \"\(name.prefix(40))\"", at: "http.auth")
            }
        }
    }

    /// Reads `webhook`.
    mutating func webhook(_ webhook: inout Configuration.Webhook) {
        let (secrets, file) = secrets("webhook.secrets", file: "webhook.secrets_file")
        webhook.secretsFile = file
        for located in secrets {
            guard let secret = WebhookSecret(located.text) else { continue }
            if located.text.utf8.count < Self.shortSecret {
                let message = "the secret \(secret.id) has fewer than \(Self.shortSecret) bytes: easy to guess"
                problems.append(located.place.problem(message, severity: .warning))
            }
            if !webhook.secrets.contains(secret) { webhook.secrets.append(secret) }
        }
        webhook.allowedSources = (list("webhook.allowed_sources", as: CIDRBlock.blocks) ?? []).flatMap { $0 }
        webhook.trustedProxies = list("webhook.trusted_proxies") { try CIDRBlock($0) } ?? []
        webhook.acceptsCanonicalJSON = boolean("webhook.canonical_json") ?? webhook.acceptsCanonicalJSON
    }

    /// Reads `outbound`.
    mutating func outbound(_ outbound: inout Configuration.Outbound) {
        outbound.allowedNetworks = list("outbound.allow_networks") { try CIDRBlock($0) } ?? []
        outbound.allowsHTTP = boolean("outbound.allow_http") ?? outbound.allowsHTTP
        let exceptions = list("outbound.no_proxy") { $0 } ?? []
        if let located = secret("outbound.proxy_url") {
            outbound.proxy = OutboundProxy(located.text)
            outbound.proxy?.exceptions = exceptions
            if outbound.proxy == nil {
                let message = "must be an address such as http://proxy.example:3128, with its port"
                problems.append(located.place.problem(message))
            }
        } else if !exceptions.isEmpty {
            report("has no meaning without outbound.proxy_url", at: "outbound.no_proxy", severity: .warning)
        }
        outbound.authorities = authorities("outbound.ca_file")
    }

    /// The certificates of a file.
    private mutating func authorities(_ key: String) -> TrustedAuthorities? {
        guard let path = text(key), let text = contents(of: path, key) else { return nil }
        do {
            return try TrustedAuthorities(pem: text)
        } catch {
            report("\(path) must hold certificates in PEM form: \(error)", at: key)
            return nil
        }
    }

    /// Reads `a1cron`, which is complete or absent.
    mutating func a1cron() -> Configuration.A1Cron? {
        let account = text("a1cron.account_id")
        let key = secret("a1cron.api_key")
        let secret = secret("a1cron.api_secret")
        let base = webURL("a1cron.base_url")
        let parts = [("account_id", account != nil), ("api_key", key != nil), ("api_secret", secret != nil)]
        guard let account, let key, let secret else {
            guard base != nil || parts.contains(where: \.1) else { return nil }
            for (name, _) in parts where self["a1cron.\(name)"] == nil && self["a1cron.\(name)_file"] == nil {
                report("is missing: the API needs account_id, api_key and api_secret", at: "a1cron.\(name)")
            }
            return nil
        }
        var a1cron = Configuration.A1Cron(
            accountID: account,
            apiKey: Secret(key.text),
            apiSecret: Secret(secret.text)
        )
        a1cron.baseURL = base ?? a1cron.baseURL
        return a1cron
    }

    /// Reads `retention`.
    mutating func retention(_ retention: inout Configuration.Retention) {
        // 400 daily partitions are the most that the schema keeps.
        let partitioned = TimeSpan.days(1) ... .days(400)
        retention.executions = span("retention.executions", in: partitioned) ?? retention.executions
        retention.failures = span("retention.failures", in: partitioned) ?? retention.failures
        retention.deliveries = span("retention.deliveries", in: partitioned) ?? retention.deliveries
        retention.rollups = span("retention.rollups", in: .days(1) ... .days(36_500)) ?? retention.rollups
        retention.managesPartitions = boolean("retention.manage_partitions") ?? retention.managesPartitions
    }

    /// Reads `timezone`.
    mutating func timeZone() -> String? {
        guard let name = text("timezone") else { return nil }
        // Foundation also takes abbreviations, which mean another zone in every country.
        guard name == "UTC" || (name.contains("/") && TimeZone(identifier: name) != nil) else {
            report("\"\(name.prefix(40))\" is not an IANA zone such as Europe/Berlin or UTC", at: "timezone")
            return nil
        }
        return name
    }

    /// An absolute address of a web server, without a slash at the end.
    private mutating func webURL(_ key: String) -> String? {
        guard var text = text(key) else { return nil }
        let url = URLComponents(string: text)
        guard let url, ["http", "https"].contains(url.scheme?.lowercased() ?? ""), url.host?.isEmpty == false,
            url.user == nil, url.query == nil, url.fragment == nil
        else {
            report("must be an address such as https://belfry.example, without user, query or fragment", at: key)
            return nil
        }
        while text.hasSuffix("/") { text.removeLast() }
        return text
    }

    /// 128 bits at the least, where every byte counts in full.
    private static let shortSecret = 16
}
