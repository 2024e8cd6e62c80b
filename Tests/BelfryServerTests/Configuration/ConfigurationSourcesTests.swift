import BelfryCore
import Testing

@testable import BelfryServer

struct ConfigurationSourcesTests {
    private let port = ConfigurationFlag(key: "http.port", flag: "--port", value: "3000")

    @Test func flagsOverrideTheEnvironmentAndThatTheFile() throws {
        let file = "http: {port: 1000, host: 10.0.0.1}"
        let environment = ["BELFRY_HTTP_PORT": "2000"]
        #expect(ConfigurationFixture.read(file).configuration?.http.port == 1000)
        let both = try #require(ConfigurationFixture.read(file, environment: environment).configuration)
        #expect(both.http.port == 2000)
        #expect(both.http.host == "10.0.0.1")
        let all = ConfigurationFixture.read(file, environment: environment, flags: [port]).configuration
        #expect(all?.http.port == 3000)
    }

    @Test func everyKeyWithAVariableIsReadFromIt() throws {
        let environment = [
            "BELFRY_HTTP_HOST": "::1", "BELFRY_HTTP_WEBHOOK_PORT": "81",
            "BELFRY_HTTP_EXTERNAL_URL": "https://b.example",
            "BELFRY_HTTP_ADMIN_TOKEN": "t", "BELFRY_HTTP_AUTH": "none", "BELFRY_DATABASE_URL": "host=db",
            "BELFRY_DATA_DIR": "d", "BELFRY_WEBHOOK_SECRETS": "0123456789abcdef, fedcba9876543210,",
            "BELFRY_WEBHOOK_ALLOWED_SOURCES": "a1cron", "BELFRY_WEBHOOK_TRUSTED_PROXIES": "::1,10.0.0.0/8",
            "BELFRY_WEBHOOK_CANONICAL_JSON": "true", "BELFRY_RULE_FILES": "a.yaml,b.yaml",
            "BELFRY_OUTBOUND_ALLOW_NETWORKS": "10.0.0.0/8", "BELFRY_OUTBOUND_ALLOW_HTTP": "true",
            "BELFRY_GLOBAL_SLACK_API_URL": "https://hooks.slack.com/services/T/B/x", "BELFRY_ROUTE_RECEIVER": "default",
            "BELFRY_GLOBAL_PAGERDUTY_URL": "https://events.eu.pagerduty.com/v2/enqueue",
            "BELFRY_GLOBAL_MATTERMOST_WEBHOOK_URL": "https://chat.example/hooks/x",
            "BELFRY_GLOBAL_TELEGRAM_API_URL": "https://bots.example", "BELFRY_GLOBAL_TELEGRAM_BOT_TOKEN": "1:x",
            "BELFRY_ROUTE_GROUP_BY": "...", "BELFRY_ROUTE_GROUP_WAIT": "1s", "BELFRY_ROUTE_GROUP_INTERVAL": "2s",
            "BELFRY_ROUTE_REPEAT_INTERVAL": "3h", "BELFRY_A1CRON_ACCOUNT_ID": "a", "BELFRY_A1CRON_API_KEY": "k",
            "BELFRY_A1CRON_API_SECRET": "s", "BELFRY_A1CRON_BASE_URL": "https://x.example",
            "BELFRY_RETENTION_EXECUTIONS": "1d", "BELFRY_RETENTION_FAILURES": "2d", "BELFRY_RETENTION_DELIVERIES": "3d",
            "BELFRY_RETENTION_ROLLUPS": "4d", "BELFRY_RETENTION_MANAGE_PARTITIONS": "false",
            "BELFRY_TIMEZONE": "Asia/Tokyo", "BELFRY_HTTP_PORT": "82",
            "BELFRY_HEARTBEAT_URL": "https://switch.example/ping/x", "BELFRY_HEARTBEAT_EVERY": "5m",
            "BELFRY_FALLBACK": "default", "BELFRY_HTTP_MAX_CONNECTIONS": "83",
            "BELFRY_HTTP_MAX_CONNECTIONS_PER_ADDRESS": "84",
            "BELFRY_OUTBOUND_PROXY_URL": "http://ana:s@proxy.example:3128",
            "BELFRY_OUTBOUND_NO_PROXY": "corp.example,lan",
            "BELFRY_OUTBOUND_CA_FILE": "ca.pem",
        ]
        let files = Set([
            "http.admin_token", "database.url", "webhook.secrets", "global.slack_api_url",
            "global.mattermost_webhook_url", "global.telegram_bot_token", "a1cron.api_key",
            "heartbeat.url", "outbound.proxy_url",
        ])
        let untested = ConfigurationKey.all.compactMap(\.environmentVariable)
            .filter { environment[$0] == nil && !$0.hasSuffix("_FILE") }
        #expect(untested == [])
        #expect(files.allSatisfy { key in ConfigurationKey.all.contains { $0.path == "\(key)_file" } })

        let (read, problems) = ConfigurationFixture.read(
            environment: environment,
            files: ["ca.pem": ProxyFixture.certificate]
        )
        let configuration = try #require(read, "\(problems)")
        #expect(configuration.heartbeat?.url.host == "switch.example")
        #expect(configuration.heartbeat?.every == .minutes(5))
        #expect(configuration.fallback == "default")
        #expect(configuration.global.pagerDutyURL?.host == "events.eu.pagerduty.com")
        #expect(configuration.http.host == "::1" && configuration.http.port == 82)
        #expect(configuration.http.webhookPort == 81 && configuration.http.authentication == .none)
        #expect(configuration.http.maximumConnections == 83 && configuration.http.maximumConnectionsPerAddress == 84)
        #expect(configuration.http.externalURL == "https://b.example" && configuration.http.adminToken?.text == "t")
        #expect(configuration.database.url?.text == "host=db" && configuration.dataFolder.path == "d")
        #expect(configuration.webhook.secrets.count == 2 && configuration.webhook.acceptsCanonicalJSON)
        #expect(configuration.webhook.allowedSources.count == 3 && configuration.webhook.trustedProxies.count == 2)
        #expect(configuration.ruleFiles == ["a.yaml", "b.yaml"])
        #expect(configuration.outbound.allowedNetworks.count == 1 && configuration.outbound.allowsHTTP)
        #expect(configuration.outbound.proxy?.credentials?.user == "ana")
        #expect(configuration.outbound.proxy?.exceptions == ["corp.example", "lan"])
        #expect(configuration.outbound.authorities?.certificates.count == 1)
        #expect(configuration.receivers.map(\.name) == ["default"])
        #expect(configuration.global.mattermostWebhookURL?.host == "chat.example")
        #expect(configuration.global.telegramAPIURL?.host == "bots.example")
        #expect(configuration.global.telegramBotToken == TelegramBotToken("1:x"))
        let root = try #require(configuration.route?.nodes.first)
        #expect(root.receiver == "default" && root.groupBy == .allLabels && root.groupWait == .seconds(1))
        #expect(root.groupInterval == .seconds(2) && root.repeatInterval == .hours(3))
        #expect(configuration.a1cron?.accountID == "a" && configuration.a1cron?.baseURL == "https://x.example")
        #expect(configuration.retention.executions == .days(1) && configuration.retention.failures == .days(2))
        #expect(configuration.retention.deliveries == .days(3) && configuration.retention.rollups == .days(4))
        #expect(!configuration.retention.managesPartitions)
        #expect(configuration.timeZone == "Asia/Tokyo")
    }

    @Test func anEmptyVariableIsNone() {
        let configuration = ConfigurationFixture.read("http: {port: 1000}", environment: ["BELFRY_HTTP_PORT": ""])
        #expect(configuration.configuration?.http.port == 1000)
    }

    @Test func aProblemNamesTheVariableOrFlagItComesFrom() {
        let bad = ConfigurationFlag(key: "http.port", flag: "--port", value: "x")
        #expect(
            ConfigurationFixture.errors(environment: ["BELFRY_HTTP_PORT": "x"])
                == [#"BELFRY_HTTP_PORT: error: must be a whole number, got "x""#]
        )
        let problems = ConfigurationFixture.read(flags: [bad]).problems.filter { $0.severity == .error }
        #expect(problems.map(\.description) == [#"--port: error: must be a whole number, got "x""#])
    }

    @Test func aPortThatKubernetesSetSaysHowToStopIt() {
        let errors = ConfigurationFixture.errors(environment: ["BELFRY_HTTP_PORT": "tcp://10.0.0.1:80"])
        #expect(errors.count == 1)
        #expect(errors.first?.contains("enableServiceLinks: false") == true)
    }

    @Test func anUnknownVariableIsAWarningWithTheNearestName() throws {
        let (configuration, problems) = ConfigurationFixture.read(environment: ["BELFRY_HTTP_PROT": "1", "OTHER": "x"])
        #expect(configuration?.http.port == 8080)
        let warnings = problems.map(\.description).filter { $0.contains("BELFRY_") }
        #expect(
            warnings == [
                #"BELFRY_HTTP_PROT: warning: no setting has this environment variable (did you mean "BELFRY_HTTP_PORT"?)"#
            ]
        )
    }

    @Test func theVariablesOfAServiceShareOneWarning() {
        let environment = [
            "BELFRY_PORT": "tcp://10.0.0.1:80", "BELFRY_SERVICE_HOST": "10.0.0.1", "BELFRY_SERVICE_PORT": "80",
            "BELFRY_SERVICE_PORT_HTTP": "80", "BELFRY_PORT_80_TCP": "tcp://10.0.0.1:80",
            "BELFRY_PORT_80_TCP_ADDR": "10.0.0.1",
        ]
        let warnings = ConfigurationFixture.warnings(environment: environment).filter { $0.hasPrefix("BELFRY_") }
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("and 5 more") == true)
    }

    @Test func pathsAreRelativeToTheFileExceptThoseOfFlags() throws {
        var reader = ConfigurationReader(
            file: ("/etc/belfry/belfry.yaml", "data_dir: state\nrule_files: [r.yaml, /r.yaml]")
        ) {
            $0
        }
        let configuration = try #require(reader.read().configuration)
        #expect(configuration.dataFolder.path == "/etc/belfry/state")
        #expect(configuration.ruleFiles == ["/etc/belfry/r.yaml", "/r.yaml"])
        reader.flags = [ConfigurationFlag(key: "data_dir", flag: "--data-dir", value: "here")]
        #expect(reader.read().configuration?.dataFolder.path == "here")
        reader.flags = []
        reader.file = ("./belfry.yaml", "")
        #expect(reader.read().configuration?.dataFolder.path == "data")
    }
}
