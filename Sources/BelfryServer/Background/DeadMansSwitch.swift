public import BelfryCore
public import Logging
public import ServiceLifecycle

/// Tells a dead-man's switch that Belfry works, and by its silence that it does not.
///
/// A ping goes out only where, within the last half minute, the database took a write, the ticker passed and the deliverer looked
/// through the outbox: a process that merely runs is not enough. A ping that fails is not repeated before the next is due.
public struct DeadMansSwitch: Service {
    /// Every part does its work at least every 5 seconds.
    static let freshness = TimeSpan.seconds(30)
    /// Before the first ping every part has had time for its first pass.
    private static let firstPause = Duration.seconds(10)

    private let heartbeat: Configuration.Heartbeat
    private let signs: WorkingSigns
    private let parts: [WorkingSigns.Part]
    private let http: any OutgoingHTTP
    private let now: @Sendable () -> Instant
    private let logger: Logger

    /// A sender of pings for what `signs` shows of these parts; without a clock, the machine's.
    public init(
        heartbeat: Configuration.Heartbeat,
        signs: WorkingSigns,
        parts: [WorkingSigns.Part] = WorkingSigns.Part.allCases,
        http: any OutgoingHTTP,
        now: (@Sendable () -> Instant)? = nil,
        logger: Logger
    ) {
        self.heartbeat = heartbeat
        self.signs = signs
        self.parts = parts
        self.http = http
        self.now = now ?? WallClock.now
        self.logger = logger
    }

    /// Pings until shut down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            try? await Task.sleep(for: Self.firstPause)
            while !Task.isCancelled {
                await ping()
                try? await Task.sleep(for: .microseconds(heartbeat.every.microseconds))
            }
        }
    }

    /// Pings once if all parts work; says whether the switch has heard it.
    @discardableResult
    func ping() async -> Bool {
        let silent = signs.silent(since: now() - Self.freshness).filter(parts.contains)
        guard silent.isEmpty else {
            let parts = silent.map(\.rawValue).joined(separator: ", ")
            logger.warning("no heartbeat sent: a part stands still", metadata: ["parts": "\(parts)"])
            return false
        }
        let target = heartbeat.url.redacted
        switch await http.send(OutgoingRequest(method: "GET", url: heartbeat.url)) {
        case .success(let response) where (200...299).contains(response.status):
            return true
        case .success(let response):
            logger.warning("heartbeat refused", metadata: ["target": "\(target)", "status": "\(response.status)"])
        case .failure(let failure):
            logger.warning("heartbeat failed", metadata: ["target": "\(target)", "error": "\(failure.message)"])
        }
        return false
    }
}
