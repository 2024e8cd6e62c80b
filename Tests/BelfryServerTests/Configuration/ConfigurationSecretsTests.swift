import BelfryCore
import Testing

@testable import BelfryServer

struct ConfigurationSecretsTests {
    private static let long = "0123456789abcdef"

    @Test func nothingThatPrintsAConfigurationShowsASecret() throws {
        let text = """
            http: {admin_token: hush-token}
            database: {url: "postgresql://u:hush-password@db/d"}
            webhook: {secrets: [hush-webhook-secret-x]}
            global: {slack_api_url: "https://hooks.slack.com/services/T0/B0/hush-slack-path"}
            a1cron: {account_id: a, api_key: hush-key, api_secret: hush-secret}
            """
        let configuration = try #require(ConfigurationFixture.read(text).configuration)
        var dumped = ""
        dump(configuration, to: &dumped)
        for shown in [dumped, "\(configuration)", String(reflecting: configuration)] {
            #expect(!shown.contains("hush"))
        }
        #expect(dumped.contains("<secret>"))
    }

    @Test func secretsComeFromFilesToo() throws {
        let text = """
            http: {admin_token_file: token}
            database: {url_file: url}
            webhook: {secrets_file: secrets}
            global: {slack_api_url_file: slack}
            a1cron: {account_id: a, api_key_file: key, api_secret_file: secret}
            heartbeat: {url_file: switch}
            """
        let files = [
            "token": "tok\n", "url": "postgresql://db/x\n", "secrets": " \(Self.long)\r\n\nfedcba9876543210\n",
            "slack": "https://hooks.slack.com/services/T/B/x\n", "key": "k", "secret": "s\n",
            "switch": "https://switch.example/ping/x\n",
        ]
        let (read, problems) = ConfigurationFixture.read(text, files: files)
        let configuration = try #require(read, "\(problems)")
        #expect(configuration.http.adminToken?.text == "tok")
        #expect(configuration.database.url?.text == "postgresql://db/x")
        #expect(
            configuration.webhook.secrets
                == [Self.long, "fedcba9876543210"].compactMap { WebhookSecret($0) }
        )
        #expect(configuration.global.slackAPIURL?.host == "hooks.slack.com")
        #expect(configuration.a1cron?.apiKey.text == "k")
        #expect(configuration.a1cron?.apiSecret.text == "s")
        #expect(configuration.heartbeat?.url.host == "switch.example")
        #expect(configuration.webhook.secretsFile == "secrets")
    }

    @Test(arguments: [("", "must hold one line, and has 0"), ("a\nb\n", "must hold one line, and has 2")])
    func aFileForOneSecretHoldsOneLine(content: String, message: String) {
        let errors = ConfigurationFixture.errors("http: {admin_token_file: t}", files: ["t": content])
        #expect(errors.count == 1 && errors[0].contains(message), "\(errors)")
    }

    @Test func aVariableOverridesAFileThatTheFileNames() throws {
        let file = "webhook: {secrets_file: missing}\nhttp: {admin_token: old}"
        let environment = ["BELFRY_WEBHOOK_SECRETS": Self.long, "BELFRY_HTTP_ADMIN_TOKEN_FILE": "new"]
        let (read, problems) = ConfigurationFixture.read(file, environment: environment, files: ["new": "fresh"])
        let configuration = try #require(read, "\(problems)")
        #expect(configuration.webhook.secrets.count == 1)
        #expect(configuration.http.adminToken?.text == "fresh")
    }

    @Test(arguments: ["", "webhook: {secrets: []}\n"])
    func aSharedDatabaseNeedsConfiguredSecrets(rest: String) {
        let errors = ConfigurationFixture.errors(rest + "database: {url: 'postgresql://db/x'}")
        #expect(errors.count == 1 && errors[0].contains("differ between replicas"), "\(errors)")
        #expect(errors[0].hasPrefix("belfry.yaml:\(rest.isEmpty ? 1 : 2):"))
        let fromEnvironment = ConfigurationFixture.errors(environment: ["BELFRY_DATABASE_URL": "postgresql://db/x"])
        #expect(fromEnvironment.count == 1 && fromEnvironment[0].hasPrefix("BELFRY_DATABASE_URL: error:"))
    }
}
