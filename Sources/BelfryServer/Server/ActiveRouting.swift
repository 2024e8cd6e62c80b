internal import BelfryCore
internal import BelfryStore
internal import Synchronization

/// Who hears of what in this replica, and how they are reached; a reload replaces it whole.
final class ActiveRouting: Sendable {
    /// Routes, receivers and their channels that belong together.
    struct Entry: Sendable {
        /// Which of the routings of this process it is, from 1.
        var number = 1
        /// What a dispatch round goes by.
        var dispatch: DispatchRouting
        /// The channels of the configuration, in its order.
        var channels: [DeliveryChannel]
        /// The same by their names.
        var channelsByName: [String: DeliveryChannel]
        /// Keeps what is sent within what vendors allow.
        var hosts: HostPacer
        /// The channels that keep account of acknowledgements, by receiver.
        var acknowledgementChannels: [String: [String]]
    }

    private let http: any OutgoingHTTP
    private let metrics: BelfryMetrics
    private let entry: Mutex<Entry>

    /// The routing of a configuration, whose messages are sent by this client.
    init(_ configuration: Configuration, http: any OutgoingHTTP, metrics: BelfryMetrics) {
        self.http = http
        self.metrics = metrics
        let first = Self.entry(configuration, http)
        entry = Mutex(first)
        prepare(first)
    }

    /// What is in force.
    var current: Entry { entry.withLock { $0 } }

    /// Whether a message of this replica would reach anybody now.
    var reachesSomebody: Bool { !current.channels.isEmpty }

    /// The routing that a configuration asks for, not in force yet.
    func prepared(_ configuration: Configuration) -> Entry { Self.entry(configuration, http) }

    /// Puts a routing in force: whatever is decided or sent from now on goes by it.
    func activate(_ new: Entry) {
        prepare(new)
        entry.withLock { entry in
            let number = entry.number + 1
            entry = new
            entry.number = number
        }
    }

    private func prepare(_ entry: Entry) {
        for channel in entry.channels {
            metrics.prepare(integration: channel.spec.integration, receiver: channel.spec.receiver)
        }
    }

    private static func entry(_ configuration: Configuration, _ http: any OutgoingHTTP) -> Entry {
        let channels = configuration.receivers.flatMap { receiver in
            receiver.notifiers.enumerated().map { index, notifierConfiguration in
                let notifier = notifierConfiguration.makeNotifier(http: http)
                return DeliveryChannel(
                    spec: ChannelSpec(
                        receiver: receiver.name,
                        integration: type(of: notifier).integration,
                        index: index,
                        target: notifier.redactedTarget
                    ),
                    notifier: notifier
                )
            }
        }
        let dispatch = DispatchRouting(
            root: configuration.route ?? Route(),
            inhibitRules: configuration.inhibitRules,
            channels: Dictionary(
                uniqueKeysWithValues: configuration.receivers.map { receiver in
                    (receiver.name, channels.filter { $0.spec.receiver == receiver.name }.map(\.spec.channel))
                }
            ),
            burstLimits: Dictionary(uniqueKeysWithValues: configuration.receivers.map { ($0.name, $0.burstLimit) }),
            fallback: configuration.fallback
        )
        return Entry(
            dispatch: dispatch,
            channels: channels,
            channelsByName: Dictionary(
                channels.map { ($0.spec.channel, $0) },
                uniquingKeysWith: { first, _ in first }
            ),
            hosts: HostPacer(channels.compactMap(\.notifier.hostPace)),
            acknowledgementChannels: Dictionary(
                grouping: channels.filter(\.notifier.takesAcknowledgements),
                by: \.spec.receiver
            ).mapValues { $0.map(\.spec.channel) }
        )
    }
}
