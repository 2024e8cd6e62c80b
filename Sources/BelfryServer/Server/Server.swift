internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// The running process, wired: `Server.build` is the only place that knows every part.
public struct Server: Sendable {
    let services: [any Service]
    let finish: @Sendable () async -> Void
    let logger: Logger

    /// Runs until SIGTERM or SIGINT, or until `run` is cancelled, then drains: every request in flight is answered, every
    /// accepted execution is committed, every attempt under way is recorded.
    public func run(handlingSignals: Bool = true) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { service in
                    ServiceGroupConfiguration.ServiceConfiguration(
                        service: service,
                        successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup
                    )
                },
                gracefulShutdownSignals: handlingSignals ? [.sigterm, .sigint] : [],
                logger: logger
            )
        )
        do {
            try await withTaskCancellationHandler {
                try await group.run()
            } onCancel: {
                Task { await group.triggerGracefulShutdown() }
            }
        } catch {
            await finish()
            throw error
        }
        await finish()
    }
}
