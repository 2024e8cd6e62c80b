internal import BelfryCore

/// What `belfry serve` prints when it starts: what is true of this start, and what to do next.
public struct StartText: Sendable {
    /// The version of this program.
    public var version: String
    /// The configuration in force.
    public var configuration: Configuration
    /// The data folder, absolute.
    public var dataFolder: String
    /// Whether the database was made by this start.
    public var isNew: Bool
    /// What the database is: `private PostgreSQL 15, unix socket` or a redacted URL.
    public var database: String
    /// The schema version.
    public var schema: Int
    /// How many rules are in force, and whether they are the built-in ones.
    public var rules: (count: Int, areBuiltIn: Bool)
    /// A secret made by this start; shown once.
    public var newSecret: String?
    /// Whether there is an admin token.
    public var hasAdminToken: Bool
    /// The port that is listened on.
    public var port: Int
    /// Further remarks of the start.
    public var notes: [String]
    /// Where a command looks for the configuration file.
    public var searchPath = ConfigurationLoader.searchPath
    /// Whether this is the program of a package, whose output goes to a log: a secret is not printed there, and what to type is
    /// not what one types in a checkout.
    public var isInstalled: Bool

    /// A text of these facts.
    public init(
        version: String,
        configuration: Configuration,
        dataFolder: String,
        isNew: Bool,
        database: String,
        schema: Int,
        rules: (count: Int, areBuiltIn: Bool),
        newSecret: String?,
        hasAdminToken: Bool = true,
        port: Int,
        notes: [String],
        isInstalled: Bool = false
    ) {
        self.version = version
        self.configuration = configuration
        self.dataFolder = dataFolder
        self.isNew = isNew
        self.database = database
        self.schema = schema
        self.rules = rules
        self.newSecret = newSecret
        self.hasAdminToken = hasAdminToken
        self.port = port
        self.notes = notes
        self.isInstalled = isInstalled
    }

    /// The lines, in order.
    public var lines: [String] {
        let kind = rules.areBuiltIn ? "built-in rules" : "rules"
        var lines = [
            "[3/3] start     belfry \(version), data \(dataFolder)\(isNew ? " (new)" : ""), \(rules.count) \(kind)",
            "database   \(database), schema \(schema)           SQL: \(typed("psql", .data))",
            "listening  \(local)     metrics /metrics     health /-/healthy",
        ]
        if ["0.0.0.0", "::", "*"].contains(configuration.http.host) {
            lines.append("           on every address of this machine")
        }
        if let port = configuration.http.webhookPort {
            lines.append("           webhooks alone: \(local(port))     the port to expose")
        }
        if let access { lines.append("access     \(access)") }
        lines += notes.map { "note       \($0)" }
        lines.append("")
        if isNew || newSecret != nil { lines += firstSteps }
        if configuration.receivers.isEmpty {
            lines.append("WARNING no receiver yet: alerts are recorded and shown, not sent.")
        }
        return lines
    }

    /// Who gets in; nil where it is only this machine.
    private var access: String? {
        if configuration.http.authentication == .none { return "everybody who reaches the port (http.auth: none)" }
        guard hasAdminToken else { return "this machine alone; to let others in, set http.admin_token_file" }
        guard !configuration.http.trustsThisMachine else { return nil }
        let place = configuration.http.adminToken == nil ? "\(dataFolder)/admin_token" : "http.admin_token"
        return "the admin token opens all but webhooks and health: \(place)"
    }

    /// How commands are typed that reach this server.
    public var commands: CommandWords {
        CommandWords(
            program: isInstalled ? "belfry" : "./belfry",
            configuration: configuration,
            port: port,
            searchPath: searchPath
        )
    }

    private func typed(_ command: String, _ reach: CommandWords.Reach) -> String {
        commands.words(command, reaching: reach)
    }

    /// `script/server` with the flags that it was started with.
    private func restart(_ flag: String? = nil) -> String {
        (["script/server"] + commands.serveFlags + [flag].compactMap(\.self)).joined(separator: " ")
    }

    private var local: String { local(port) }

    private func local(_ port: Int) -> String {
        var http = configuration.http
        http.port = port
        return http.localURL
    }

    /// How A1Cron gets here: commands that are run as they stand, but for the name.
    private var wayIn: [String] {
        let place = configuration.http.isLoopback ? " (127.0.0.1 is not on the Internet)" : ""
        let exposed = local(configuration.http.webhookPort ?? port)
        return [
            "Let A1Cron reach this server\(place), by a tunnel or a reverse proxy such as",
            "  cloudflared tunnel --url \(exposed)          # says THAT-NAME itself",
            "  caddy reverse-proxy --from THAT-NAME --to \(exposed.dropFirst("http://".count))    # a name that leads here",
            isInstalled
                ? "then   http: {external_url: https://THAT-NAME} in belfry.yaml, and restart"
                : "then   \(restart("--external-url https://THAT-NAME"))",
        ]
    }

    /// What is left to do, numbered: each step is its first line and the lines that belong to it.
    private var firstSteps: [String] {
        let external = configuration.http.externalURL ?? "https://THAT-NAME"
        var steps: [[String]] = []
        if configuration.http.externalURL == nil {
            steps.append(wayIn)
        }
        steps.append([
            "In A1Cron set both callbacks of each job (without success_url no alert can resolve):",
            "  success_url  \(external)/webhooks/cron-success",
            "  failure_url  \(external)/webhooks/cron-failure",
        ])
        if let newSecret {
            steps.append([
                isInstalled
                    ? "The same webhook secret on both sides. Made now, and kept here:"
                    : "The same webhook secret on both sides. Made now, shown once, kept in \(dataFolder)/webhook_secret:",
                isInstalled ? "  \(dataFolder)/webhook_secret" : "  \(newSecret)",
                "A1Cron gave you one?           \(typed("secret add", .server))        # paste it; no restart",
            ])
        }
        if configuration.receivers.isEmpty {
            steps.append([
                isInstalled
                    ? "A chat:    global: {slack_api_url: https://hooks.slack.com/…} in belfry.yaml, and reload"
                    : "A chat:    BELFRY_GLOBAL_SLACK_API_URL=https://hooks.slack.com/… \(restart())",
                "prove it:  \(typed("notify test default", .server))",
            ])
        } else {
            let word = CommandWords.quoted(configuration.receivers[0].name)
            steps.append(["Prove that your chat hears:    \(typed("notify test \(word)", .server))"])
        }
        steps.append(["Try it without A1Cron:         \(typed("send failure --final", .webhooks))      # marked TEST"])
        let numbered = steps.enumerated().flatMap { number, lines in
            ["\(number + 1). \(lines[0])"] + lines.dropFirst().map { "   \($0)" }
        }
        return numbered + ["Watch requests arrive:            \(typed("webhooks --follow", .server))"]
    }
}
