import ArgumentParser
import BelfryCore
import BelfryServer
import BelfryStore
import Foundation
import Libpq
import Logging
import Metrics

/// `belfry serve`: the service.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Receive webhooks, decide, ring and show.",
        discussion: "Works without any configuration. SIGTERM and Ctrl-C drain and stop it."
    )

    /// How long a configured database is waited for at the start.
    private static let databasePatience = Duration.seconds(60)

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "Log from this level on: trace, debug, info, notice, warning, error.")
    var logLevel = "info"

    @Flag(help: .hidden)
    var benchNoop = false

    func run() async throws {
        var serverOptions = ServerOptions()
        FileDescriptorLimit.raise()
        let configuration = try options.loadOrExit()
        let rules = try loadRules(configuration)
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw ValidationError("unknown log level \"\(logLevel)\"")
        }
        LoggingSystem.bootstrap { PrintableLogHandler(StreamLogHandler.standardError(label: $0)) }
        var logger = Logger(label: "belfry")
        logger.logLevel = level
        let metrics = BelfryMetrics(version: Belfry.configuration.version)
        let library = LibraryMetrics(metrics: metrics)
        MetricsSystem.bootstrap(library)

        serverOptions.serviceManager = serviceManager(logger)
        serverOptions.serviceManager?.tell(status: "opening the database")
        let (secrets, newSecret) = try webhookSecrets(configuration)
        let adminToken = try AdminToken.readOrMake(configuration)
        let database = try await DatabaseAccess.open(configuration, logger: logger)
        do {
            try await serve(
                configuration,
                rules,
                secrets,
                newSecret,
                adminToken,
                database,
                metrics,
                library,
                serverOptions,
                logger
            )
        } catch {
            await database.embedded?.stop()
            let http = configuration.http
            let addresses = ([http.port] + [http.webhookPort].compactMap(\.self)).map { "\(http.host):\($0)" }
            StandardError.print("belfry: \(ServeFailure.explanation(of: error, addresses: addresses))")
            throw ExitCode.failure
        }
        await database.embedded?.stop()
    }

    private func serve(
        _ configuration: Configuration,
        _ rules: RuleSet,
        _ secrets: [WebhookSecret],
        _ newSecret: String?,
        _ adminToken: Secret?,
        _ database: DatabaseAccess,
        _ metrics: BelfryMetrics,
        _ library: LibraryMetrics,
        _ options: ServerOptions,
        _ logger: Logger
    ) async throws {
        var serverOptions = options
        let manager = serverOptions.serviceManager
        manager?.tell(status: "bringing the schema up to date")
        let schema = try await migrate(database.connection, logger)
        let text = StartText(
            version: Belfry.configuration.version,
            configuration: configuration,
            dataFolder: URL(fileURLWithPath: configuration.dataFolder.path).standardizedFileURL.path,
            isNew: database.embedded?.isNew ?? (schema.from == 0),
            database: database.description(configuration),
            schema: schema.to,
            rules: (rules.rules.count, configuration.ruleFiles == nil),
            newSecret: newSecret,
            hasAdminToken: adminToken != nil,
            port: configuration.http.port,
            notes: database.embedded?.notes ?? [],
            isInstalled: isInstalled
        )
        serverOptions.answersNoop = benchNoop
        serverOptions.commands = text.commands
        serverOptions.onReady = { port in
            var text = text
            text.port = port
            print(text.lines.joined(separator: "\n"))
            fflush(nil)
            manager?.tell(.ready)
        }
        serverOptions.readConfiguration = { [options = self.options] in options.load() }
        let server = try await Server.build(
            configuration: configuration,
            secrets: secrets,
            adminToken: adminToken,
            database: database.connection,
            rules: rules,
            metrics: metrics,
            library: library,
            options: serverOptions,
            logger: logger
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let embedded = database.embedded { group.addTask { await embedded.run() } }
            try await server.run()
            group.cancelAll()
        }
    }

    /// Whether this program came with a package or an image, and not from a checkout's `script/server`.
    private var isInstalled: Bool {
        let name = CommandLine.arguments.first ?? ""
        return !name.contains("/") || name.hasPrefix("/usr/")
    }

    private func serviceManager(_ logger: Logger) -> ServiceManager? {
        do {
            return try ServiceManager(environment: ProcessInfo.processInfo.environment)
        } catch {
            logger.warning("the service manager is told nothing", metadata: ["error": "\(error)"])
            return nil
        }
    }

    private func loadRules(_ configuration: Configuration) throws -> RuleSet {
        let found = RuleFileLoader.load(configuration.ruleFiles)
        let loaded = RuleSet.load(found.files)
        let problems = found.problems + loaded.problems
        StandardError.print(problems)
        guard let rules = loaded.rules, !problems.contains(where: { $0.severity == .error }) else {
            throw ExitCode.failure
        }
        return rules
    }

    private func webhookSecrets(
        _ configuration: Configuration
    ) throws -> (secrets: [WebhookSecret], new: String?) {
        guard configuration.webhook.secrets.isEmpty else { return (configuration.webhook.secrets, nil) }
        let made = try configuration.dataFolder.readOrMake(.webhookSecret)
        let secrets = made.secrets.compactMap { WebhookSecret($0.text) }
        return (secrets, made.isNew ? made.secrets.first?.text : nil)
    }

    /// Migrates; a configured database that does not answer yet is waited for.
    private func migrate(_ configuration: ConnectionConfiguration, _ logger: Logger) async throws -> Migrator.Outcome {
        let deadline = ContinuousClock.now + Self.databasePatience
        while true {
            do {
                let connection = try await Connection.connect(configuration)
                let outcome = try await Migrator.migrate(connection)
                await connection.close()
                return outcome
            } catch let error as PostgresError where error.kind == .connectionFailed && ContinuousClock.now < deadline {
                logger.warning("waiting for the database", metadata: ["error": "\(error)"])
                try await Task.sleep(for: .seconds(1))
            }
        }
    }
}
