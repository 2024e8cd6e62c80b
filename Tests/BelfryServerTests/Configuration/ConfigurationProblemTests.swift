import BelfryCore
import Testing

@testable import BelfryServer

struct ConfigurationProblemTests {
    /// Text, the line of the only error, and what it must say.
    @Test(
        arguments: [
            ("htpp: {}", 1, #"unknown key "htpp" (did you mean "http"?)"#),
            ("http: {prt: 1}", 1, #"http.prt: unknown key "prt" (did you mean "port"?); valid here: admin_token"#),
            ("\nhttp:\n  port: 70000", 3, "http.port: must be from 0 to 65535, got 70000"),
            ("http: {port: x}", 1, #"must be a whole number, got "x""#),
            ("http: {port: [1]}", 1, "must be a whole number, got a list"),
            ("http: {webhook_port: 0}", 1, "must be from 1 to 65535"),
            ("http: {webhook_port: 8080}", 1, "must differ from http.port"),
            ("http: 8080", 1, "must be a mapping"),
            ("http: {host: 'a b'}", 1, "must be an address or a name without port"),
            ("http: {host: 'localhost:80'}", 1, "must be an address or a name without port"),
            ("http: {host: ''}", 1, "must not be empty"),
            ("http: {external_url: belfry.example}", 1, "must be an address such as https://belfry.example"),
            ("http: {external_url: 'https://a/?q'}", 1, "without user, query or fragment"),
            ("http: {max_connections: 10}", 1, "must be from 32 to 50000, got 10"),
            ("http: {max_connections_per_address: 0}", 1, "must be from 8 to 50000, got 0"),
            ("http: {auth: basic}", 1, #"must be token or none, got "basic""#),
            ("webhook: {secrets: [abc, '']}", 1, "webhook.secrets[1]: must not be empty"),
            ("webhook: {allowed_sources: [10.0.0.1/8]}", 1, "write 10.0.0.0/8 for the block"),
            ("webhook:\n  trusted_proxies:\n    - nginx", 3, #""nginx" is not an IP address"#),
            ("webhook: {trusted_proxies: [a1cron]}", 1, #""a1cron" is not an IP address"#),
            ("webhook: {canonical_json: yes}", 1, #"must be true or false, got "yes""#),
            (
                "webhook: {secrets: [a], secrets_file: b}", 1,
                "webhook.secrets and webhook.secrets_file exclude each other"
            ),
            ("webhook: {secrets_file: none}", 1, "none cannot be read: No such file or directory"),
            ("outbound: {allow_networks: [10.0.0.0/99]}", 1, "must be a number from 0 to 32"),
            ("outbound: {proxy_url: 'proxy.example:3128'}", 1, "must be an address such as http://proxy.example:3128"),
            ("outbound: {ca_file: none.pem}", 1, "none.pem cannot be read: No such file or directory"),
            ("{database: {url: belfry}, webhook: {secrets: [x]}}", 1, "must be a URI such as postgresql://"),
            ("{database: {url: 'mysql://db'}, webhook: {secrets: [x]}}", 1, "must begin with postgresql://"),
            ("a1cron: {account_id: x, api_key: y}", nil, "a1cron.api_secret: is missing"),
            ("a1cron: {account_id: x, api_key: y, api_secret: z, base_url: ftp://x}", 1, "must be an address"),
            ("heartbeat: {url: 'http://switch.example'}", 1, "http:// sends messages in clear text"),
            ("heartbeat: {url: 'https://switch.example', every: 1s}", 1, "must be from 10s to 1d, got 1s"),
            ("heartbeat: {every: 1m}", 1, "needs heartbeat.url or heartbeat.url_file"),
            ("retention: {executions: 401d}", 1, "must be from 1d to 400d, got 401d"),
            ("retention: {rollups: 5 years}", 1, "is not a duration such as 30s"),
            ("timezone: CEST", 1, "is not an IANA zone"),
            ("timezone: Europe/Nowhere", 1, "is not an IANA zone"),
            ("http: {port: 1}\nhttp: {port: 2}", nil, "http"),
            ("http: {port: 1", nil, "not readable as YAML"),
            ("- a", 1, "must be a mapping, got a list"),
        ] as [(String, Int?, String)]
    )
    func saysWhatIsWrongAndWhere(text: String, line: Int?, message: String) throws {
        let errors = ConfigurationFixture.read(text).problems.filter { $0.severity == .error }
        try #require(errors.count == 1, "\(errors)")
        #expect(errors[0].file == "belfry.yaml")
        if let line { #expect(errors[0].line == line) }
        #expect(errors[0].description.contains(message), "\(errors[0])")
    }

    @Test(arguments: ["", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"])
    func aFileOfAuthoritiesWithoutOneIsAnError(text: String) {
        let errors = ConfigurationFixture.errors("outbound: {ca_file: ca.pem}", files: ["ca.pem": text])
        #expect(errors.count == 1 && errors[0].contains("ca.pem must hold certificates in PEM form"), "\(errors)")
    }

    @Test func exceptionsFromAProxyThatIsNotThereAreAWarning() {
        let warnings = ConfigurationFixture.warnings("outbound: {no_proxy: [chat.example]}")
        #expect(warnings.contains { $0.contains("outbound.no_proxy: has no meaning without outbound.proxy_url") })
    }

    @Test func reportsEverythingAtOnceInTheOrderOfTheLines() {
        let text = """
            timezone: nowhere
            http:
              port: -1
              auth: maybe
            retention: {deliveries: 0s}
            bogus: 1
            """
        let (configuration, problems) = ConfigurationFixture.read(text)
        #expect(configuration == nil)
        #expect(problems.filter { $0.severity == .error }.map(\.line) == [1, 3, 4, 5, 6])
    }

    @Test func emptyListsOfWhatIsNotSupportedAskForNothing() {
        #expect(ConfigurationFixture.errors("triggers: []\ntime_intervals: []\nreceivers: []") == [])
    }

    @Test(arguments: [
        (
            "http: {external_url: 'https://b.example'}\nwebhook: {allowed_sources: [a1cron]}",
            "list it in webhook.trusted_proxies"
        ),
        ("webhook: {secrets: [short]}", "fewer than 16 bytes"),
        ("", "no receiver yet: alerts are recorded and shown, not sent"),
    ])
    func warnsOfWhatWorksAndIsProbablyNotMeant(text: String, message: String) {
        let (configuration, problems) = ConfigurationFixture.read(text)
        #expect(configuration != nil)
        #expect(problems.contains { $0.severity == .warning && $0.message.contains(message) }, "\(problems)")
    }

    @Test func anUnusableURLAndAMissingSecretAreBothReported() {
        let errors = ConfigurationFixture.read("database: {url: belfry}").problems.filter { $0.severity == .error }
        #expect(errors.count == 2)
        #expect(errors.contains { $0.message.contains("webhook.secrets or webhook.secrets_file is required") })
    }
}
