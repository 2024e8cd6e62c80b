internal import BelfryCore
public import BelfryStore
public import Libpq
public import Logging
public import ServiceLifecycle
internal import UnixSignals

/// Reads the rule files and the webhook secrets again on SIGHUP; rules or secrets with an error change nothing.
public struct RuleReloader: Service {
    private let patterns: [String]?
    private let rules: ActiveRules
    private let secrets: WebhookSecrets?
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
        serviceManager: ServiceManager? = nil,
        logger: Logger
    ) {
        self.patterns = patterns
        self.rules = rules
        self.secrets = secrets
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

    /// Puts the files' rules in force for every replica, all or nothing; alerts of rules that are gone resolve.
    ///
    /// `belfry_config_last_reload_successful` says whether it worked; returns what was wrong, nothing if it did.
    @discardableResult
    public func reload() async -> [String] {
        serviceManager?.tell(.reloading)
        defer { serviceManager?.tell(.ready) }
        // Each for itself: a rule with an error must not keep a stolen secret in force.
        return reloadSecrets() + (await reloadRules())
    }

    private func reloadSecrets() -> [String] {
        do {
            try secrets?.reload()
            return []
        } catch {
            logger.error("webhook secrets not reloaded: the old ones stay in force", metadata: ["error": "\(error)"])
            return ["webhook secrets: \(error)"]
        }
    }

    private func reloadRules() async -> [String] {
        let found = RuleFileLoader.load(patterns)
        let loaded = RuleSet.load(found.files)
        for problem in found.problems + loaded.problems {
            logger.log(level: problem.severity == .error ? .error : .warning, "\(problem)")
        }
        guard let new = loaded.rules, found.problems.isEmpty else {
            metrics.configReloadSuccessful.set(false)
            logger.error("rules not reloaded: the old ones stay in force; see belfry check")
            return (found.problems + loaded.problems).filter { $0.severity == .error }.map(\.description)
        }
        do {
            try await pool.withConnection { connection in try await rules.activate(new, on: connection) }
        } catch {
            metrics.configReloadSuccessful.set(false)
            logger.error("rules not reloaded: the old ones stay in force", metadata: ["error": "\(error)"])
            return ["\(error)"]
        }
        for rule in new.rules { _ = metrics.ruleEvaluationFailures.with(rule.alertname) }
        metrics.setConfiguration(hash: String(new.hash.prefix(16)))
        metrics.configReloadSuccessful.set(true)
        logger.notice(
            "rules and webhook secrets reloaded; other settings are read at the start",
            metadata: ["rules": "\(new.rules.count)"]
        )
        return []
    }
}
