import BelfryCore
import Logging
import NIOCore
import Synchronization

/// Keeps the connections of one listener within their limits, counts them, and logs within bounds what it closes.
///
/// Beyond the limits the oldest connection of a stranger makes room, so that a newcomer always gets in: see `ConnectionTable`.
final class ConnectionLimiter: Sendable {
    private struct State {
        var table: ConnectionTable
        /// Those of strangers.
        var channels: [ConnectionTable.ID: any Channel] = [:]
    }

    private let state: Mutex<State>
    private let budget = Mutex(LogBudget<ConnectionDrop>())
    private let trustedProxies: [CIDRBlock]
    private let open: GaugeCell
    private let dropped: [ConnectionDrop: CounterCell]
    private let logger: Logger

    /// A limiter of a listener; connections of trusted proxies do not count by address.
    init(listener: HTTPListener, trustedProxies: [CIDRBlock], metrics: BelfryMetrics, logger: Logger) {
        state = Mutex(
            State(
                table: ConnectionTable(
                    total: listener.connectionsBeforeRoomIsMade,
                    perAddress: listener.maximumConnectionsPerAddress
                )
            )
        )
        self.trustedProxies = trustedProxies
        open = metrics.connections.with(listener.scope.rawValue)
        dropped = Dictionary(
            uniqueKeysWithValues: ConnectionDrop.allCases.map { ($0, metrics.connectionsDropped.with($0.rawValue)) }
        )
        self.logger = logger
    }

    /// Enters a connection that was accepted; another one may be told to leave for it.
    func admit(_ channel: any Channel) -> ConnectionLease {
        let source = source(of: channel)
        let (id, evicted) = state.withLock { state -> (ConnectionTable.ID, (any Channel, ConnectionDrop)?) in
            let (id, eviction) = state.table.open(from: source)
            state.channels[id] = channel
            open.set(Double(state.table.count))
            guard let eviction, let victim = state.channels.removeValue(forKey: eviction.id) else { return (id, nil) }
            return (id, (victim, eviction.reason))
        }
        channel.closeFuture.whenComplete { _ in self.close(id) }
        if let (victim, reason) = evicted {
            victim.pipeline.fireUserInboundEventTriggered(ConnectionEvent.makeRoom(reason))
        }
        return ConnectionLease(id: id, limiter: self)
    }

    /// Notes that a connection's sender knows a secret.
    func prove(_ id: ConnectionTable.ID) {
        state.withLock { state in
            state.table.prove(id)
            state.channels[id] = nil
        }
    }

    /// Counts a connection that is being closed, and perhaps logs it.
    func observe(_ reason: ConnectionDrop, peer: String) {
        dropped[reason]?.increment()
        let decision = budget.withLock { $0.decide(reason, at: WallClock.now()) }
        guard case .write(let suppressed) = decision else { return }
        var metadata: Logger.Metadata = ["http.reason": "\(reason.rawValue)", "http.peer": "\(peer)"]
        if let setting = reason.setting { metadata["config.key"] = "\(setting)" }
        if suppressed > 0 { metadata["log.suppressed"] = "\(suppressed)" }
        logger.warning("connection dropped", metadata: metadata)
    }

    private func close(_ id: ConnectionTable.ID) {
        state.withLock { state in
            state.table.close(id)
            state.channels[id] = nil
            open.set(Double(state.table.count))
        }
    }

    private func source(of channel: any Channel) -> IPAddress? {
        guard let peer = channel.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }),
            !trustedProxies.contains(where: { $0.contains(peer) })
        else { return nil }
        return peer.subscriber
    }
}
