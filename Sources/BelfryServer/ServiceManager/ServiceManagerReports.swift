public import BelfryCore
public import Logging
public import ServiceLifecycle

/// Tells the service manager that Belfry works, when it stops, and by its silence that it hangs.
///
/// The watchdog is fed only where, within the last half minute, every part did its work, as for a dead-man's switch. Where the
/// database is another machine's (`database.url`), a part that came back with an error counts too: no restart of Belfry ends an
/// outage there, and a Belfry that goes on answers 503 and reconnects.
public struct ServiceManagerReports: Service {
    /// The longest pause between two looks.
    private static let longestPause = Duration.seconds(5)

    private let manager: ServiceManager
    private let status: String
    private let signs: WorkingSigns
    private let parts: [WorkingSigns.Part]
    private let acceptsFailures: Bool
    private let now: @Sendable () -> Instant
    private let logger: Logger

    /// Reports of what `signs` shows of these parts; `status` is what people read while all of them work.
    public init(
        manager: ServiceManager,
        status: String,
        signs: WorkingSigns,
        parts: [WorkingSigns.Part] = WorkingSigns.Part.allCases,
        acceptsFailures: Bool,
        now: (@Sendable () -> Instant)? = nil,
        logger: Logger
    ) {
        self.manager = manager
        self.status = status
        self.signs = signs
        self.parts = parts
        self.acceptsFailures = acceptsFailures
        self.now = now ?? WallClock.now
        self.logger = logger
    }

    /// Reports until shut down, and says then that the process stops.
    public func run() async {
        let pause = manager.watchdog.map { min($0 / 3, Self.longestPause) } ?? Self.longestPause
        let start = now()
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                report(since: start)
                try? await Task.sleep(for: pause)
            }
        }
        manager.tell(.stopping, .status("stopping: what was accepted is committed first"))
    }

    /// Looks once at every part; says whether all of them work, or have not yet had the time to.
    @discardableResult
    func report(since start: Instant) -> Bool {
        let now = now()
        let standing = standing(since: now - DeadMansSwitch.freshness)
        guard standing.isEmpty || now - start < DeadMansSwitch.freshness else {
            let parts = standing.map(\.rawValue).joined(separator: ", ")
            manager.tell(status: "standing still: \(parts)")
            logger.warning("the watchdog is not fed: a part stands still", metadata: ["parts": "\(parts)"])
            return false
        }
        let failing = signs.silent(since: now - DeadMansSwitch.freshness).filter(parts.contains)
        let isFailing = !failing.isEmpty && now - start >= DeadMansSwitch.freshness
        manager.tell(
            status: isFailing ? "without success: \(failing.map(\.rawValue).joined(separator: ", "))" : status
        )
        if manager.watchdog != nil { manager.tell(.watchdog) }
        return true
    }

    private func standing(since instant: Instant) -> [WorkingSigns.Part] {
        (acceptsFailures ? signs.stuck(since: instant) : signs.silent(since: instant)).filter(parts.contains)
    }
}
