import BelfryCore
import BelfryServer
import Testing

@Suite struct StartTextTests {
    private func lines(
        _ configuration: Configuration,
        port: Int = 8080,
        searchPath: [String] = [],
        isNew: Bool = true,
        newSecret: String? = "abc",
        isInstalled: Bool = false
    ) -> [String] {
        var text = StartText(
            version: "0.1.0",
            configuration: configuration,
            dataFolder: "/srv/data",
            isNew: isNew,
            database: "private PostgreSQL 15, unix socket",
            schema: 1,
            rules: (4, true),
            newSecret: newSecret,
            port: port,
            notes: [],
            isInstalled: isInstalled
        )
        text.searchPath = searchPath
        return text.lines
    }

    private func numbers(_ lines: [String]) -> [Character] {
        lines.filter { $0.dropFirst().hasPrefix(". ") }.compactMap(\.first)
    }

    @Test func theFirstStartSaysWhatIsLeftToDo() {
        let lines = lines(Configuration())
        #expect(lines[0] == "[3/3] start     belfry 0.1.0, data /srv/data (new), 4 built-in rules")
        #expect(lines[2].hasPrefix("listening  http://127.0.0.1:8080 "))
        #expect(numbers(lines) == ["1", "2", "3", "4", "5"])
        #expect(lines.contains("     abc"))
        #expect(lines.contains { $0.hasSuffix("./belfry secret add        # paste it; no restart") })
        #expect(lines.contains("Watch requests arrive:            ./belfry webhooks --follow"))
        #expect(lines.last == "WARNING no receiver yet: alerts are recorded and shown, not sent.")
    }

    @Test func withoutATokenItSaysHowToSetOne() {
        var configuration = Configuration()
        configuration.database.url = Secret("postgresql://db/belfry")
        let text = StartText(
            version: "0.1.0",
            configuration: configuration,
            dataFolder: "/srv/data",
            isNew: false,
            database: "postgresql://db/belfry",
            schema: 1,
            rules: (4, true),
            newSecret: nil,
            hasAdminToken: false,
            port: 8090,
            notes: []
        )
        #expect(text.lines.contains("access     this machine alone; to let others in, set http.admin_token_file"))
    }

    @Test func theWayInIsACommandToCopy() {
        let lines = lines(Configuration())
        #expect(lines.contains { $0.hasPrefix("1. Let A1Cron reach this server (127.0.0.1 is not on the Internet)") })
        #expect(lines.contains { $0.hasPrefix("     cloudflared tunnel --url http://127.0.0.1:8080 ") })
        #expect(lines.contains { $0.hasPrefix("     caddy reverse-proxy --from THAT-NAME --to 127.0.0.1:8080 ") })
        #expect(lines.contains("   then   script/server --external-url https://THAT-NAME"))
    }

    @Test func whereWebhooksHaveAPortOfTheirOwnThatOneIsExposed() {
        var configuration = Configuration()
        configuration.http.webhookPort = 8091
        let lines = lines(configuration)
        #expect(lines.contains("           webhooks alone: http://127.0.0.1:8091     the port to expose"))
        #expect(lines.contains { $0.hasPrefix("     caddy reverse-proxy --from THAT-NAME --to 127.0.0.1:8091 ") })
        #expect(lines.contains { $0.hasPrefix("     cloudflared tunnel --url http://127.0.0.1:8091 ") })
    }

    @Test func aServerOnEveryAddressIsNotCalledUnreachable() {
        var configuration = Configuration()
        configuration.http.host = "0.0.0.0"
        let lines = lines(configuration)
        #expect(lines.contains("           on every address of this machine"))
        #expect(!lines.contains { $0.contains("is not on the Internet") })
    }

    @Test(arguments: [("ops", "ops"), ("on call", "'on call'"), ("bo's", "'bo'\\''s'")])
    func aReceiverThatIsThereCanBeProven(_ name: String, _ word: String) {
        var configuration = Configuration()
        configuration.receivers = [Configuration.Receiver(name: name, notifiers: [])]
        #expect(lines(configuration).contains { $0.hasSuffix("./belfry notify test \(word)") })
    }

    @Test func stepsThatAreDoneAreLeftOutAndTheRestIsNumberedAnew() {
        var configuration = Configuration()
        configuration.http.externalURL = "https://belfry.example"
        configuration.receivers = [Configuration.Receiver(name: "ops", notifiers: [])]
        let lines = lines(configuration, newSecret: nil)
        #expect(numbers(lines) == ["1", "2", "3"])
        #expect(lines.contains { $0.contains("https://belfry.example/webhooks/cron-success") })
        #expect(!lines.contains { $0.contains("WARNING") })
    }

    @Test func laterStartsSayOnlyWhatMatters() {
        #expect(numbers(lines(Configuration(), isNew: false, newSecret: nil)).isEmpty)
    }

    @Test func anInstalledProgramNamesNothingOfACheckoutAndLogsNoSecret() {
        let lines = lines(Configuration(), newSecret: "0123abcd", isInstalled: true)
        #expect(numbers(lines) == ["1", "2", "3", "4", "5"])
        #expect(lines.contains("     /srv/data/webhook_secret"))
        #expect(!lines.contains { $0.contains("0123abcd") || $0.contains("./belfry") || $0.contains("script/server") })
    }

    @Test func commandsReachTheServerAsItWasStarted() throws {
        let folder = try TemporaryFolder()
        let found = try folder.write("http: {port: 9000}", to: "belfry.yaml")
        let other = try folder.write("{}", to: "my other.yaml")
        var configuration = try #require(
            ConfigurationLoader.load(
                file: other,
                flags: [ConfigurationFlag(key: "data_dir", flag: "--data-dir", value: "/srv/it's")],
                environment: ["BELFRY_HTTP_PORT": "9090", "BELFRY_HTTP_EXTERNAL_URL": "https://b.example"]
            ).configuration
        )
        let data = "--config '\(other)' --data-dir '/srv/it'\\''s'"
        let lines = lines(configuration, port: 9090, searchPath: [found])
        for line in [
            "SQL: ./belfry psql \(data)", "./belfry secret add \(data) --port 9090 ",
            "https://hooks.slack.com/… script/server \(data) --port 9090 --external-url https://b.example",
            "./belfry notify test default \(data) --port 9090",
            "./belfry send failure --final \(data) --port 9090 --external-url https://b.example ",
            "./belfry webhooks --follow \(data) --port 9090",
        ] {
            #expect(lines.contains { $0.contains(line) }, "\(line)")
        }
        // What a command finds by itself is not repeated; a port that was free is.
        configuration = try #require(ConfigurationLoader.load(file: found, environment: [:]).configuration)
        #expect(self.lines(configuration, port: 9000, searchPath: [found]).contains { $0.hasSuffix(" ./belfry psql") })
        #expect(
            self.lines(configuration, port: 4711, searchPath: [found]).contains {
                $0.hasSuffix("./belfry webhooks --follow --port 4711")
            }
        )
    }
}
