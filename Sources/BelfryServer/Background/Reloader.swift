internal import BelfryCore
public import BelfryStore
public import Libpq
public import Logging
public import ServiceLifecycle
internal import UnixSignals

/// Reads rule files, triggers, routes, receivers and webhook secrets again on SIGHUP; what has an error changes nothing.
public struct Reloader: Service {
    /// What a reload came to.
    public struct Outcome: Sendable {
        /// What was wrong; but for secrets, nothing has changed then.
        public var problems: [String] = []
        /// Sections of the configuration that have changed since the start and are read only then.
        public var needRestart: [String] = []
    }

    private static let refusal = "rules, triggers, routes and receivers not reloaded: the old ones stay in force"

    private let patterns: [String]?
    private let rules: ActiveRules
    private let secrets: WebhookSecrets?
    private let triggers: ActiveTriggers?
    private let routing: ActiveRouting?
    private let channels: DeliveryStore?
    private let onRoutingChange: @Sendable () -> Void
    private let started: Configuration?
    private let configuration: (@Sendable () -> (configuration: Configuration?, problems: [Problem]))?
    private let pool: ConnectionPool
    private let metrics: BelfryMetrics
    private let serviceManager: ServiceManager?
    private let logger: Logger

    /// A reloader of the files that match these patterns (`rule_files`), and of the secrets where these are given.
    public init(
        patterns: [String]?,
        rules: ActiveRules,
        secrets: WebhookSecrets? = nil,
        pool: ConnectionPool,
        metrics: BelfryMetrics,
        logger: Logger
    ) {
        self.patterns = patterns
        self.rules = rules
        self.secrets = secrets
        triggers = nil
        routing = nil
        channels = nil
        onRoutingChange = {}
        started = nil
        configuration = nil
        self.pool = pool
        self.metrics = metrics
        serviceManager = nil
        self.logger = logger
    }

    /// A reloader of the rules, the secrets, the triggers and the routing of a server that began with `started`; `configuration`
    /// reads it again.
    ///
    /// New channels are registered in `channels`; `onRoutingChange` is called when another routing has come into force.
    init(
        started: Configuration,
        configuration: (@Sendable () -> (configuration: Configuration?, problems: [Problem]))?,
        rules: ActiveRules,
        secrets: WebhookSecrets,
        triggers: ActiveTriggers,
        routing: ActiveRouting,
        channels: DeliveryStore,
        onRoutingChange: @escaping @Sendable () -> Void,
        pool: ConnectionPool,
        metrics: BelfryMetrics,
        serviceManager: ServiceManager?,
        logger: Logger
    ) {
        patterns = started.ruleFiles
        self.rules = rules
        self.secrets = secrets
        self.triggers = triggers
        self.routing = routing
        self.channels = channels
        self.onRoutingChange = onRoutingChange
        self.started = started
        self.configuration = configuration
        self.pool = pool
        self.metrics = metrics
        self.serviceManager = serviceManager
        self.logger = logger
    }

    /// Waits for signals until shut down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            for await _ in await UnixSignalsSequence(trapping: .sighup) { await reload() }
        }
    }

    /// Puts the files' rules in force for every replica, and the configuration's triggers, routes and receivers in this one, all of it
    /// or nothing; alerts of rules that are gone resolve, and what waits for receivers that are gone goes to the fallback.
    ///
    /// `belfry_config_last_reload_successful` says whether it worked.
    @discardableResult
    public func reload() async -> Outcome {
        serviceManager?.tell(.reloading)
        let outcome = await readAgain()
        metrics.configReloadSuccessful.set(outcome.problems.isEmpty)
        serviceManager?.tell(.ready)
        return outcome
    }

    private func readAgain() async -> Outcome {
        // Each for itself: a rule with an error must not keep a stolen secret in force.
        var outcome = Outcome(problems: reloadSecrets())
        guard let read = configuration?() else {
            outcome.problems += await reload(patterns, with: nil)
            return outcome
        }
        for problem in read.problems {
            logger.log(level: problem.severity == .error ? .error : .warning, "\(problem)")
        }
        guard let new = read.configuration else {
            logger.error("\(Self.refusal); see belfry check")
            outcome.problems += read.problems.filter { $0.severity == .error }.map(\.description)
            return outcome
        }
        outcome.problems += await reload(new.ruleFiles, with: new)
        outcome.needRestart = started?.sectionsReadAtStart(changedIn: new) ?? []
        if !outcome.needRestart.isEmpty {
            logger.warning(
                "changed settings that are read at the start only",
                metadata: ["settings": "\(outcome.needRestart.joined(separator: ", "))"]
            )
        }
        return outcome
    }

    private func reloadSecrets() -> [String] {
        guard let secrets else { return [] }
        do {
            try secrets.reload()
            logger.notice("webhook secrets reloaded")
            return []
        } catch {
            logger.error("webhook secrets not reloaded: the old ones stay in force", metadata: ["error": "\(error)"])
            return ["webhook secrets: \(error)"]
        }
    }

    private func reload(_ patterns: [String]?, with configuration: Configuration?) async -> [String] {
        let found = RuleFileLoader.load(patterns)
        let loaded = RuleSet.load(found.files)
        for problem in found.problems + loaded.problems {
            logger.log(level: problem.severity == .error ? .error : .warning, "\(problem)")
        }
        guard let new = loaded.rules, found.problems.isEmpty else {
            logger.error("\(Self.refusal); see belfry check")
            return (found.problems + loaded.problems).filter { $0.severity == .error }.map(\.description)
        }
        let newRouting = configuration.flatMap { routing?.prepared($0) }
        do {
            // What is only registered changes nothing yet; the rules' commit decides.
            if let newRouting { try await channels?.register(newRouting.channels.map(\.spec)) }
            try await pool.withConnection { connection in try await rules.activate(new, on: connection) }
        } catch {
            logger.error(
                "\(Self.refusal)",
                metadata: ["error": "\(error)"]
            )
            return ["\(error)"]
        }
        if let configuration { triggers?.activate(configuration) }
        if let newRouting {
            routing?.activate(newRouting)
            onRoutingChange()
        }
        for rule in new.rules { _ = metrics.ruleEvaluationFailures.with(rule.alertname) }
        metrics.setConfiguration(hash: String(new.hash.prefix(16)))
        logger.notice(
            "rules, triggers, routes and receivers reloaded",
            metadata: [
                "rules": "\(new.rules.count)", "triggers": "\(triggers?.current.set.rules.count ?? 0)",
                "receivers": "\(routing?.current.dispatch.channels.count ?? 0)",
            ]
        )
        return []
    }
}
