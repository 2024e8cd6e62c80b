import BelfryCore
import BelfryServer
import Testing

@Suite struct StartTextTests {
    private func lines(
        _ configuration: Configuration,
        isNew: Bool = true,
        newSecret: String? = "abc",
        isInstalled: Bool = false
    ) -> [String] {
        StartText(
            version: "0.1.0",
            configuration: configuration,
            dataFolder: "/srv/data",
            isNew: isNew,
            database: "private PostgreSQL 15, unix socket",
            schema: 1,
            rules: (4, true),
            newSecret: newSecret,
            port: 8090,
            notes: [],
            isInstalled: isInstalled
        ).lines
    }

    private func numbers(_ lines: [String]) -> [Character] {
        lines.filter { $0.dropFirst().hasPrefix(". ") }.compactMap(\.first)
    }

    @Test func theFirstStartSaysWhatIsLeftToDo() {
        let lines = lines(Configuration())
        #expect(lines[0] == "[3/3] start     belfry 0.1.0, data /srv/data (new), 4 built-in rules")
        #expect(lines[2].hasPrefix("listening  http://127.0.0.1:8090 "))
        #expect(numbers(lines) == ["1", "2", "3", "4", "5"])
        #expect(lines.contains("     abc"))
        #expect(lines.contains { $0.hasSuffix("./belfry secret add        (paste it; no restart)") })
        #expect(lines.contains("Watch requests arrive:            ./belfry webhooks --follow"))
        #expect(lines.last == "WARNING no receiver yet: alerts are recorded and shown, not sent.")
    }

    @Test func stepsThatAreDoneAreLeftOutAndTheRestIsNumberedAnew() {
        var configuration = Configuration()
        configuration.http.externalURL = "https://belfry.example"
        configuration.receivers = [Configuration.Receiver(name: "ops", notifiers: [])]
        let lines = lines(configuration, newSecret: nil)
        #expect(numbers(lines) == ["1", "2"])
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
}
