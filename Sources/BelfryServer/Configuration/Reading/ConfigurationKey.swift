/// A key of the configuration: the one list from which the file's reader, the environment's and the documentation's test take
/// the names.
public struct ConfigurationKey: Hashable, Sendable {
    /// What can stand under a key.
    public enum Form: Sendable {
        /// One value.
        case value
        /// A list of texts; as an environment variable, separated by commas.
        case list
        /// What has no environment variable: objects, and lists of them.
        case structure
    }

    /// The key's place: `http.port`.
    public let path: String
    /// What can stand there.
    public let form: Form

    /// `BELFRY_HTTP_PORT`; nil for what can only stand in the file.
    public var environmentVariable: String? {
        form == .structure ? nil : "BELFRY_" + path.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
    }

    /// Section and name; the section is empty for a key at the top.
    var parts: (section: String, name: String) {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        return parts.count == 2 ? (parts[0], parts[1]) : ("", path)
    }

    /// Every key that is not inside a list.
    public static let all: [ConfigurationKey] =
        keys(
            "http",
            values: [
                "host", "port", "webhook_port", "external_url", "admin_token", "admin_token_file", "auth",
                "max_connections", "max_connections_per_address",
            ]
        )
        + keys("database", values: ["url", "url_file"])
        + keys("", values: ["data_dir"])
        + keys(
            "webhook",
            values: ["secrets_file", "canonical_json"],
            lists: ["secrets", "allowed_sources", "trusted_proxies"]
        )
        + keys("", lists: ["rule_files"])
        + keys(
            "outbound",
            values: ["allow_http", "proxy_url", "proxy_url_file", "ca_file"],
            lists: ["allow_networks", "no_proxy"]
        )
        + keys("global", values: GlobalDefaults.keys)
        + keys(
            "route",
            values: ["receiver", "group_wait", "group_interval", "repeat_interval"],
            lists: ["group_by"],
            structures: RouteReader.structureKeys
        )
        + keys("", values: ["fallback"])
        + keys("", structures: ["receivers", "inhibit_rules", "time_intervals", "triggers"])
        + keys(
            "a1cron",
            values: ["account_id", "api_key", "api_key_file", "api_secret", "api_secret_file", "base_url"]
        )
        + keys("heartbeat", values: ["url", "url_file", "every"])
        + keys("retention", values: ["executions", "failures", "deliveries", "rollups", "manage_partitions"])
        + keys("", values: ["timezone"])

    private static func keys(
        _ section: String,
        values: [String] = [],
        lists: [String] = [],
        structures: [String] = []
    ) -> [ConfigurationKey] {
        [(values, Form.value), (lists, .list), (structures, .structure)].flatMap { names, form in
            names.map { ConfigurationKey(path: section.isEmpty ? $0 : "\(section).\($0)", form: form) }
        }
    }
}
