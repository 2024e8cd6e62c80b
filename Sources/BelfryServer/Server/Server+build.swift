public import BelfryCore
internal import BelfryStore
internal import Foundation
public import Libpq
public import Logging
internal import Metrics
internal import ServiceLifecycle
internal import Synchronization

extension Server {
    /// Connections for everything but ingest and LISTEN.
    private static let poolSize = 8

    /// Wires a server on a database that is migrated already; nothing runs before `run`.
    ///
    /// `adminToken` is nil where only this machine gets in. `rules` are stored and in force when this returns. `library` receives the metrics of libraries.
    public static func build(
        configuration: Configuration,
        secrets: [WebhookSecret],
        adminToken: Secret?,
        database: ConnectionConfiguration,
        rules: RuleSet,
        metrics: BelfryMetrics,
        library: LibraryMetrics,
        options: ServerOptions = ServerOptions(),
        logger: Logger
    ) async throws -> Server {
        let pool = ConnectionPool(configuration: database, size: poolSize)
        let active = ActiveRules()
        try await pool.withConnection { connection in try await active.activate(rules, on: connection) }
        for rule in rules.rules { _ = metrics.ruleEvaluationFailures.with(rule.alertname) }
        metrics.configReloadSuccessful.set(true)
        metrics.setConfiguration(hash: String(rules.hash.prefix(16)))

        let http = GuardedHTTPClient(configuration.outbound)
        let routing = ActiveRouting(configuration, http: http, metrics: metrics)
        for reason in HeldBack.allCases { _ = metrics.notificationsSuppressed.with(reason.rawValue) }
        let deliveryStore = DeliveryStore(pool: pool)
        try await deliveryStore.register(routing.current.channels.map(\.spec))

        let failures = RuleFailures(metrics: metrics)
        let dispatches = Wakeup()
        let deliveries = Wakeup()
        let channelChanges = Wakeup()
        let firings = Wakeup()
        let triggerHTTP = GuardedHTTPClient(configuration.outbound, timeout: TriggerRequests.timeout)
        let triggers = ActiveTriggers(configuration, http: triggerHTTP, metrics: metrics) { firings.signal() }
        let triggerSet: @Sendable () -> TriggerSet = { triggers.current.set }
        let writer = IngestWriter(configuration: database, rules: active, triggers: triggerSet, logger: logger) {
            report in
            failures.note(report.failures)
            for job in report.newJobs.prefix(20) {
                logger.info("first webhook of a job", metadata: ["job.id": "\(job.jobID)", "job.name": "\(job.name)"])
            }
            if report.hasTransitions { dispatches.signal() }
            for firing in report.firings { metrics.count(TriggerOutcome(firing.verdict), of: firing.trigger) }
            if !report.firings.isEmpty { firings.signal() }
        }
        let queue = IngestQueue(committer: writer, metrics: metrics, logger: logger)
        let signatures = SignatureWatch(next: WebhookRecorder(metrics: metrics, logger: logger))
        let inspector = WebhookInspector(
            next: signatures,
            trustedProxies: configuration.webhook.trustedProxies,
            since: WallClock.now()
        )
        let webhookSecrets = WebhookSecrets(secrets, configuration: configuration, metrics: metrics)
        let alertmanager = AlertmanagerController(
            silences: SilenceStore(pool: pool),
            routing: routing,
            version: metrics.version,
            startedAt: options.startedAt
        )
        let alertmanagerAlerts = AlertmanagerAlertsController(
            alerts: OpenAlertStore(pool: pool),
            silences: SilenceStore(pool: pool),
            routing: routing
        )
        let alerts = AlertsController(
            alerts: OpenAlertStore(pool: pool),
            silences: SilenceStore(pool: pool),
            acknowledgements: AcknowledgementStore(pool: pool),
            notifications: NotificationStore(pool: pool),
            routing: routing,
            deliveries: deliveries
        )
        let jobs = JobsController(
            jobs: JobOverviewStore(pool: pool),
            activity: JobActivityStore(pool: pool, rules: active),
            dispatches: dispatches,
            logger: logger
        )
        // Without an address of their own the pages link to each other below the root.
        let pageLinks = MessageLinks(externalURL: configuration.http.externalURL ?? "")
        let alertPages = AlertPages(
            alerts: alerts,
            notifications: NotificationStore(pool: pool),
            silences: SilenceStore(pool: pool),
            links: pageLinks,
            timeZone: configuration.timeZone
        )
        let explanations = ExplanationController(pool: pool, triggers: triggerSet)
        let overviewPage = OverviewPage(
            alerts: alerts,
            overview: OverviewStore(pool: pool),
            log: DeliveryLogStore(pool: pool),
            standing: { [startedAt = options.startedAt] in
                OverviewStanding(
                    metrics,
                    inspector: inspector,
                    startedAt: startedAt,
                    channels: routing.current.channels.map(\.spec.channel)
                )
            },
            links: pageLinks,
            timeZone: configuration.timeZone,
            firstSteps: OverviewFirstSteps(configuration.http, commands: options.commands),
            logger: logger
        )
        let jobPage = JobPage(jobs: jobs, links: pageLinks, timeZone: configuration.timeZone)
        let deliveriesAPI = DeliveriesController(
            log: DeliveryLogStore(pool: pool),
            notifications: NotificationStore(pool: pool),
            routing: routing,
            deliveries: deliveries
        )
        let reloader = Reloader(
            started: configuration,
            configuration: options.readConfiguration,
            rules: active,
            secrets: webhookSecrets,
            triggers: triggers,
            routing: routing,
            channels: deliveryStore,
            onRoutingChange: {
                dispatches.signal()
                deliveries.signal()
                channelChanges.signal()
            },
            pool: pool,
            metrics: metrics,
            serviceManager: options.serviceManager,
            logger: logger
        )
        let httpServices = HTTPServices(
            ingress: WebhookIngress(
                verifier: { webhookSecrets.verifier },
                queue: queue,
                observer: inspector
            ),
            readiness: readiness(pool: pool, queue: queue, logger: logger),
            metrics: MetricsRenderer(
                metrics: metrics,
                library: library,
                source: MetricsStore(pool: pool, rules: active, triggers: triggerSet),
                logger: logger
            ),
            access: access(configuration, adminToken),
            crossSite: CrossSiteCheck(externalURL: configuration.http.externalURL),
            trustedProxies: configuration.webhook.trustedProxies,
            routes: { router in
                alertmanager.addRoutes(to: router)
                alertmanagerAlerts.addRoutes(to: router)
                alerts.addRoutes(to: router)
                deliveriesAPI.addRoutes(to: router)
                addReloadRoute(to: router, reloader)
                addAddressRoute(to: router, externalURL: configuration.http.externalURL)
                jobs.addRoutes(to: router)
                alertPages.addRoutes(to: router)
                jobPage.addRoutes(to: router)
                overviewPage.addRoutes(to: router)
                explanations.addRoutes(to: router)
                ExplanationPage(explanations: explanations, links: pageLinks).addRoutes(to: router)
                WebhooksController(inspector: inspector).addRoutes(to: router)
                SecretsController(secrets: webhookSecrets, logger: logger).addRoutes(to: router)
            }
        )
        let coverage = CoverageStore(pool: pool, replica: UUID(), hasReceivers: routing.reachesSomebody)
        // Shut down from the last to the first: listeners, then the queue, then what follows from it.
        var services: [any Service] = [
            Deliverer(
                store: deliveryStore,
                backlog: BacklogStore(pool: pool),
                routing: routing,
                metrics: metrics,
                wakeup: deliveries,
                channelChanges: channelChanges,
                links: MessageLinks(externalURL: configuration.http.externalURL),
                timeZone: configuration.timeZone,
                logger: logger
            ),
            ChannelWatch(
                alerts: BrokenReceiverStore(pool: pool),
                removed: RemovedReceiverStore(pool: pool),
                routing: routing,
                wakeup: channelChanges,
                dispatches: dispatches,
                deliveries: deliveries,
                logger: logger
            ),
            Dispatcher(
                store: DispatchStore(pool: pool, rules: active),
                routing: routing,
                metrics: metrics,
                wakeup: dispatches,
                deliveries: deliveries,
                logger: logger
            ),
            TriggerSender(
                store: TriggerStore(pool: pool),
                alerts: TriggerAlertStore(pool: pool),
                triggers: triggers,
                metrics: metrics,
                wakeup: firings,
                dispatches: dispatches,
                logger: logger
            ),
            TransitionListener(configuration: database, dispatches: dispatches, logger: logger),
            Ticker(
                store: TickerStore(pool: pool, rules: active),
                failureStore: RuleFailureStore(pool: pool, rules: active),
                failures: failures,
                metrics: metrics,
                dispatches: dispatches,
                logger: logger
            ),
            Poller(
                windows: WindowStore(pool: pool, rules: active),
                queries: QueryStore(pool: pool, rules: active),
                failures: failures,
                dispatches: dispatches,
                logger: logger
            ),
            Maintenance(
                partitions: PartitionStore(pool: pool),
                retention: RetentionStore(pool: pool),
                policy: RetentionPolicy(configuration.retention),
                managesPartitions: configuration.retention.managesPartitions,
                metrics: metrics,
                logger: logger
            ),
            RollupFolder(rollups: RollupStore(pool: pool), metrics: metrics, logger: logger),
            reloader,
            RejectionWatcher(
                watch: signatures,
                store: WebhookRejectionStore(pool: pool),
                dispatches: dispatches,
                logger: logger
            ),
            Heartbeat(store: coverage, metrics: metrics, logger: logger),
            queue,
        ]
        if let heartbeat = configuration.heartbeat {
            services.append(
                DeadMansSwitch(
                    heartbeat: heartbeat,
                    signs: metrics.working,
                    http: http,
                    logger: logger
                )
            )
        }
        services += listeners(configuration, httpServices, options, logger)
        // The first to hear of a shutdown, so that it is told before the drain.
        if let serviceManager = options.serviceManager {
            services.append(
                ServiceManagerReports(
                    manager: serviceManager,
                    status: "serving on \(configuration.http.localURL)",
                    signs: metrics.working,
                    acceptsFailures: configuration.database.url != nil,
                    logger: logger
                )
            )
        }
        return Server(
            services: services,
            finish: {
                await writer.close()
                await http.shutdown()
                await triggerHTTP.shutdown()
                await pool.close()
            },
            logger: logger
        )
    }

    private static func access(_ configuration: Configuration, _ adminToken: Secret?) -> any AccessPolicy {
        guard configuration.http.authentication == .token else { return OpenAccess() }
        return TokenAccess(
            token: adminToken,
            trustsLoopback: configuration.http.trustsThisMachine,
            hint: adminToken == nil
                ? "there is none; set http.admin_token_file"
                : configuration.http.adminToken == nil
                    ? "it is in the file admin_token of the data folder" : "it is http.admin_token of the configuration"
        )
    }

    private static func listeners(
        _ configuration: Configuration,
        _ services: HTTPServices,
        _ options: ServerOptions,
        _ logger: Logger
    ) -> [any Service] {
        var listeners: [any Service] = []
        let http = configuration.http
        let possible = FileDescriptorLimit.connections(listeners: http.webhookPort == nil ? 1 : 2)
        let maximumConnections = min(http.maximumConnections, possible ?? http.maximumConnections)
        if maximumConnections < http.maximumConnections {
            logger.warning(
                "the limit of open files allows fewer connections than http.max_connections",
                metadata: ["http.connections": "\(maximumConnections)"]
            )
        }
        if let port = http.webhookPort {
            listeners.append(
                buildHTTPApplication(
                    listener: HTTPListener(
                        host: http.host,
                        port: port,
                        scope: .webhooks,
                        maximumConnections: maximumConnections,
                        maximumConnectionsPerAddress: http.maximumConnectionsPerAddress
                    ),
                    services: services,
                    logger: logger
                )
            )
        }
        listeners.append(
            buildHTTPApplication(
                listener: HTTPListener(
                    host: http.host,
                    port: http.port,
                    maximumConnections: maximumConnections,
                    maximumConnectionsPerAddress: http.maximumConnectionsPerAddress,
                    answersNoop: options.answersNoop
                ),
                services: services,
                logger: logger,
                onServerRunning: options.onReady
            )
        )
        return listeners
    }

    private static func readiness(
        pool: ConnectionPool,
        queue: IngestQueue,
        logger: Logger
    ) -> @Sendable () async -> [Unreadiness] {
        let budget = Mutex(LogBudget<Bool>())
        return {
            if queue.isClosed { return [Unreadiness("this process is stopping")] }
            do {
                let version = try await pool.withConnection { connection in
                    try await SchemaVersion.compatible(on: connection)
                }
                guard version <= Migrator.currentVersion else {
                    let error = SchemaError.newer(database: version, binary: Migrator.currentVersion)
                    return [Unreadiness("the database was made by a newer version", detail: "\(error)")]
                }
                return []
            } catch {
                // Whoever asks decides how often this is written.
                if case .write(let suppressed) = budget.withLock({ $0.decide(true, at: WallClock.now()) }) {
                    logger.warning(
                        "not ready: the database does not answer",
                        metadata: ["error": "\(error)", "suppressed": "\(suppressed)"]
                    )
                }
                return [Unreadiness("the database does not answer", detail: "\(error)")]
            }
        }
    }
}
