import BelfryCore
import Testing

@testable import BelfryServer

struct ConfigurationReaderTests {
    @Test(arguments: [nil, "", "# nothing\n", "http:\ndatabase: null\n"])
    func anEmptyConfigurationServesOnLoopbackWithBuiltInRules(text: String?) throws {
        let configuration = try #require(ConfigurationFixture.read(text).configuration)
        #expect(configuration.http.localURL == "http://127.0.0.1:8080")
        #expect(configuration.http.webhookPort == nil)
        #expect(configuration.http.authentication == .token)
        #expect(configuration.http.isLoopback)
        #expect(configuration.database.url == nil)
        #expect(configuration.dataFolder.path == "data")
        #expect(configuration.webhook.secrets.isEmpty)
        #expect(configuration.webhook.allowedSources.isEmpty)
        #expect(!configuration.webhook.acceptsCanonicalJSON)
        #expect(configuration.ruleFiles == nil)
        #expect(!configuration.outbound.allowsHTTP)
        #expect(configuration.route == nil)
        #expect(configuration.inhibitRules == InhibitRule.shipped)
        #expect(configuration.a1cron == nil)
        #expect(configuration.retention.executions == .days(400))
        #expect(configuration.retention.rollups == .days(1_825))
        #expect(configuration.timeZone == "UTC")
    }

    @Test func readsEverySection() throws {
        let text = """
            http: {host: 0.0.0.0, port: 9000, webhook_port: 9001, external_url: "https://belfry.example/", admin_token: abc, auth: none}
            database: {url: "postgresql://belfry:pw@db/belfry"}
            data_dir: state
            webhook: {secrets: [0123456789abcdef, fedcba9876543210], allowed_sources: [a1cron, 10.0.0.0/8], trusted_proxies: [127.0.0.1], canonical_json: true}
            rule_files: ["alerts/*.yaml", /etc/rules.yaml]
            outbound: {allow_networks: [192.168.0.0/16], allow_http: true}
            a1cron: {account_id: acc, api_key: k, api_secret: s, base_url: "https://api.example/v1/"}
            retention: {executions: 30d, failures: 60d, deliveries: 1w, rollups: 1y}
            timezone: Europe/Berlin
            """
        let (read, problems) = ConfigurationFixture.read(text)
        let configuration = try #require(read, "\(problems)")
        #expect(configuration.file == "belfry.yaml")
        #expect(configuration.http.localURL == "http://127.0.0.1:9000")
        #expect(configuration.http.webhookPort == 9001)
        #expect(configuration.http.externalURL == "https://belfry.example")
        #expect(configuration.http.adminToken?.text == "abc")
        #expect(configuration.http.authentication == .none)
        #expect(!configuration.http.isLoopback)
        #expect(configuration.database.redactedURL == "postgresql://belfry:***@db/belfry")
        #expect(configuration.dataFolder.path == "state")
        #expect(configuration.webhook.secrets.count == 2)
        #expect(configuration.webhook.allowedSources.map(\.description).suffix(2) == ["54.218.53.128", "10.0.0.0/8"])
        #expect(configuration.webhook.trustedProxies.map(\.description) == ["127.0.0.1"])
        #expect(configuration.webhook.acceptsCanonicalJSON)
        #expect(configuration.ruleFiles == ["alerts/*.yaml", "/etc/rules.yaml"])
        #expect(configuration.outbound.allowedNetworks.map(\.description) == ["192.168.0.0/16"])
        #expect(configuration.outbound.allowsHTTP)
        #expect(configuration.a1cron?.baseURL == "https://api.example/v1")
        #expect(configuration.a1cron?.apiSecret.text == "s")
        #expect(configuration.retention.deliveries == .days(7))
        #expect(configuration.retention.failures == .days(60))
        #expect(configuration.timeZone == "Europe/Berlin")
    }

    @Test(arguments: [
        ("127.0.0.1", true, "http://127.0.0.1:8080"),
        ("127.3.4.5", true, "http://127.3.4.5:8080"),
        ("localhost", true, "http://localhost:8080"),
        ("::1", true, "http://[::1]:8080"),
        ("::", false, "http://[::1]:8080"),
        ("0.0.0.0", false, "http://127.0.0.1:8080"),
        ("10.0.0.1", false, "http://10.0.0.1:8080"),
        ("belfry.internal", false, "http://belfry.internal:8080"),
    ])
    func knowsWhatOnlyThisMachineReaches(host: String, isLoopback: Bool, url: String) throws {
        let configuration = try #require(ConfigurationFixture.read("http: {host: '\(host)'}").configuration)
        #expect(configuration.http.isLoopback == isLoopback)
        #expect(configuration.http.localURL == url)
    }

    @Test(arguments: [
        ("postgresql://u:p%40@h:5432/d?password=x", "postgresql://u:***@h:5432/d"),
        ("postgres://u@h/d", "postgres://u@h/d"),
        ("postgresql:///d?host=/run", "postgresql:///d"),
        ("host=h dbname=d password=p user=u", "host=h dbname=d user=u"),
        ("host=h password='a host=b'", "keyword=value pairs"),
    ])
    func showsADatabaseWithoutItsPassword(url: String, shown: String) {
        #expect(DatabaseURL.complaint(about: url) == nil)
        #expect(DatabaseURL.redacted(url) == shown)
    }
}
