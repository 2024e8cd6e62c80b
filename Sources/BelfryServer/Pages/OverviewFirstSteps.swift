/// What the overview says to do before the first webhook has arrived.
struct OverviewFirstSteps: Sendable {
    /// The address people reach Belfry at; nil where none is configured.
    var externalURL: String?
    /// Where this machine reaches the listener to expose.
    var localURL: String
    /// How a command is typed, without its name.
    var program: String

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
            <li>The same webhook secret on both sides. A1Cron gave you one? \(command("secret add"))</li>
            <li>Try it without A1Cron: \(command("send failure --final")) then \(command("send success"))</li>
            <li>Watch requests arrive, and why one is refused: \(command("webhooks --follow"))</li>
            </ol>
            """
    }

    private func command(_ words: String) -> String { "<code>\(HTMLText.escaped("\(program) \(words)"))</code>" }
}

extension OverviewFirstSteps {
    /// What follows from the configuration.
    init(_ http: Configuration.HTTP, program: String) {
        var exposed = http
        exposed.port = http.webhookPort ?? http.port
        self.init(externalURL: http.externalURL, localURL: exposed.localURL, program: program)
    }
}
