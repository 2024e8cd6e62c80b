import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Logging
public import NIOCore
public import NIOPosix
public import ServiceLifecycle

/// Builds an HTTP server: the webhook path in the channel, everything else on Hummingbird's router.
///
/// Call it once per listener. `onServerRunning` is given the port that was bound. On graceful shutdown the listener closes,
/// idle connections close, and requests in flight are answered before theirs do; therefore the queue must be shut down after
/// the server (in a `ServiceGroup` it stands before it).
public func buildHTTPApplication(
    listener: HTTPListener,
    services: HTTPServices,
    eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    logger: Logger,
    onServerRunning: @escaping @Sendable (Int) async -> Void = { _ in }
) -> some Service {
    let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
        maxHeaderFieldSize: HTTPListener.maximumHeaderBytes,
        maxHeaderListSize: HTTPListener.maximumHeaderBytes,
        maxHeaderFieldCount: HTTPListener.maximumHeaderFields
    )
    let limiter = ConnectionLimiter(
        listener: listener,
        trustedProxies: services.trustedProxies,
        metrics: services.metrics.metrics,
        logger: logger
    )
    let server = HTTPServerBuilder { responder in
        WebhookHTTP1Channel(
            base: HTTP1Channel(responder: responder, configuration: .init(httpDecoderConfiguration: decoder)),
            ingress: services.ingress,
            limiter: limiter,
            timeouts: listener.timeouts,
            withNoop: listener.answersNoop,
            takesPlainWebhooks: listener.takesPlainWebhooks
        )
    }
    // Where it listens is in the text of the start; whoever asks for more than that gets it in the log, too.
    var applicationLogger = logger
    if logger.logLevel == .info { applicationLogger.logLevel = .notice }
    return Application(
        router: buildRouter(listener: listener, services: services),
        server: server,
        configuration: ApplicationConfiguration(
            address: .hostname(listener.host, port: listener.port),
            backlog: HTTPListener.backlog,
            availableConnectionsDelegate: .maximum(listener.maximumConnections, logger: logger)
        ),
        onServerRunning: { channel in await onServerRunning(channel.localAddress?.port ?? listener.port) },
        eventLoopGroupProvider: .shared(eventLoopGroup),
        logger: applicationLogger
    )
}

private func buildRouter(listener: HTTPListener, services: HTTPServices) -> Router<BelfryRequestContext> {
    let router = Router(context: BelfryRequestContext.self, options: .autoGenerateHeadEndpoints)
    guard listener.scope == .everything else {
        router.add(middleware: ProblemMiddleware(methods: [:]))
        return router
    }
    router.add(middleware: ProblemMiddleware(methods: OperationsController.methods))
    router.add(middleware: MetricsMiddleware<BelfryRequestContext>())
    let access = AccessMiddleware(
        policy: services.access,
        crossSite: services.crossSite,
        trustedProxies: services.trustedProxies
    )
    let operations = OperationsController(readiness: services.readiness, access: access, metrics: services.metrics)
    operations.addPublicRoutes(to: router)
    let guarded = router.group().add(middleware: access).add(middleware: NullCharacterMiddleware())
    operations.addRoutes(to: guarded)
    services.routes(guarded)
    return router
}
