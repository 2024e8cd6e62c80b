/// What the overview says to do before the first webhook has arrived.
struct OverviewFirstSteps: Sendable {
    /// The address people reach Belfry at; nil where none is configured.
    var externalURL: String?
    /// Where this machine reaches the listener to expose.
    var localURL: String
    /// How commands are typed.
    var commands: CommandWords

    /// As HTML.
    var html: String {
        let address = externalURL ?? "https://THAT-NAME"
        let way =
            externalURL == nil
            ? "<li>Let A1Cron reach <code>\(HTMLText.escaped(localURL))</code> by a tunnel or a reverse proxy, and start Belfry "
                + "with <code>--external-url https://THAT-NAME</code>.</li>" : ""
        return """
            <h2>No job yet</h2>
            <p>A job is here once its first webhook has arrived.</p>
            <ol>
            \(way)
            <li>In A1Cron set both callbacks of each job; without <code>success_url</code> no alert can resolve:
            <pre>success_url  \(HTMLText.escaped(address))/webhooks/cron-success
            failure_url  \(HTMLText.escaped(address))/webhooks/cron-failure</pre></li>
            <li>The same webhook secret on both sides. A1Cron gave you one?
            <pre>\(typed("secret add", .server))</pre></li>
            <li>Try it without A1Cron:
            <pre>\(typed("send failure --final", .webhooks))
            \(typed("send success", .webhooks))</pre></li>
            <li>Watch requests arrive, and why one is refused:
            <pre>\(typed("webhooks --follow", .server))</pre></li>
            </ol>
            """
    }

    /// A command to copy.
    func command(_ command: String, _ reach: CommandWords.Reach) -> String {
        "<code>\(typed(command, reach))</code>"
    }

    private func typed(_ command: String, _ reach: CommandWords.Reach) -> String {
        HTMLText.escaped(commands.words(command, reaching: reach))
    }
}

extension OverviewFirstSteps {
    /// What follows from the configuration.
    init(_ http: Configuration.HTTP, commands: CommandWords) {
        var exposed = http
        exposed.port = http.webhookPort ?? http.port
        self.init(externalURL: http.externalURL, localURL: exposed.localURL, commands: commands)
    }
}
