import BelfryCore
import BelfryStore
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

@testable import BelfryServer

/// A whole server on a free local port, with a fake behind the queue.
struct TestServer: Sendable {
    let port: Int
    let queue: IngestQueue
    let metrics: BelfryMetrics
    /// Begins the graceful shutdown, as SIGTERM does.
    let shutDown: @Sendable () async -> Void

    struct Options: Sendable {
        var listener = HTTPListener(port: 0)
        var capacity = 100
        var patience = IngestQueue.defaultPatience
        var observer: (any WebhookObserver)?
        var readiness: @Sendable () async -> [Unreadiness] = { [] }
        var source: any MetricsSource = FakeMetricsSource()
        var access: any AccessPolicy = OpenAccess()
        var trustedProxies: [CIDRBlock] = []
        var verifier: (@Sendable () -> WebhookVerifier)?
        var externalURL: String?
    }

    static func logger() -> Logger {
        Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    }

    /// Runs a server for the length of `body`, then shuts it down and returns when it is down.
    static func with<Result: Sendable>(
        _ committer: any ExecutionCommitter = FakeCommitter(),
        _ options: Options = Options(),
        _ body: @escaping @Sendable (TestServer) async throws -> Result
    ) async throws -> Result {
        let logger = logger()
        let metrics = BelfryMetrics(version: "test")
        let queue = IngestQueue(
            committer: committer,
            metrics: metrics,
            logger: logger,
            capacity: options.capacity,
            patience: options.patience
        )
        let verifier = WebhookVerifier(
            secrets: [WebhookSamples.secret],
            allowedSources: [],
            trustedProxies: [],
            acceptsCanonicalJSON: false
        )
        let secrets = WebhookSecrets([WebhookSamples.secret], configuration: Configuration(), metrics: metrics)
        let services = HTTPServices(
            ingress: WebhookIngress(
                verifier: options.verifier ?? { verifier },
                queue: queue,
                observer: options.observer ?? WebhookRecorder(metrics: metrics, logger: logger)
            ),
            readiness: options.readiness,
            metrics: MetricsRenderer(
                metrics: metrics,
                library: LibraryMetrics(metrics: metrics),
                source: options.source,
                logger: logger
            ),
            access: options.access,
            trustedProxies: options.trustedProxies,
            routes: { router in
                SecretsController(secrets: secrets, logger: logger).addRoutes(to: router)
                addAddressRoute(to: router, externalURL: options.externalURL)
            }
        )
        let (ports, running) = AsyncStream.makeStream(of: Int.self)
        let http = buildHTTPApplication(listener: options.listener, services: services, logger: logger) { port in
            running.yield(port)
        }
        let group = ServiceGroup(configuration: .init(services: [queue, http], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else { throw CancellationError() }
            let server = TestServer(port: port, queue: queue, metrics: metrics) {
                await group.triggerGracefulShutdown()
            }
            do {
                let result = try await body(server)
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                return result
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
        }
    }

    /// Sends one request on a connection of its own.
    func exchange(_ request: String) async throws -> RawResponse {
        try await RawConnection.with(port: port) { connection async throws in
            try await connection.send(request)
            return try await connection.response()
        }
    }

    /// Sends one GET.
    func get(_ path: String, headers: String = "") async throws -> RawResponse {
        try await exchange("GET \(path) HTTP/1.1\r\nHost: belfry\r\n\(headers)\r\n")
    }
}

/// Waits, for at most five seconds, until a condition holds.
func eventually(_ condition: @Sendable () -> Bool) async throws -> Bool {
    for _ in 0..<500 {
        if condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return condition()
}
