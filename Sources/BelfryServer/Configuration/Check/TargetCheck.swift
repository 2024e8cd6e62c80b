public import BelfryCore

/// Whether what a configuration sends to may be connected to: names are looked up, and nothing is connected to.
public struct TargetCheck: Sendable {
    /// How long looking up one name may take.
    private static let patience = TimeSpan.seconds(3)

    private let client: GuardedHTTPClient

    private struct Target {
        var place: String
        var url: TargetURL
    }

    init(client: GuardedHTTPClient) {
        self.client = client
    }

    /// What keeps messages, triggers and the heartbeat of a configuration from being sent: an error where the address guard
    /// refuses a target, a warning where its name is not known now.
    public static func problems(in configuration: Configuration) async -> [Problem] {
        let client = GuardedHTTPClient(configuration.outbound)
        let problems = await TargetCheck(client: client).problems(in: configuration)
        await client.shutdown()
        return problems
    }

    func problems(in configuration: Configuration) async -> [Problem] {
        let targets = await targets(of: configuration)
        let obstacles = await withTaskGroup(of: (Int, OutgoingFailure?).self) { group in
            for (index, target) in targets.enumerated() {
                group.addTask { (index, await client.obstacle(to: target.url, within: Self.patience)) }
            }
            return await group.reduce(into: [Int: OutgoingFailure]()) { $0[$1.0] = $1.1 }
        }
        return targets.enumerated().compactMap { index, target in
            obstacles[index].map { problem($0, target, in: configuration) }
        }
    }

    private func problem(_ obstacle: OutgoingFailure, _ target: Target, in configuration: Configuration) -> Problem {
        let isRefused = obstacle.reason == .forbiddenTarget
        return Problem(
            severity: isRefused ? .error : .warning,
            file: configuration.file ?? "configuration",
            place: target.place,
            message: isRefused ? obstacle.message : "\(obstacle.message); until then nothing can be sent there"
        )
    }

    /// Where requests would go, each address once for its place.
    private func targets(of configuration: Configuration) async -> [Target] {
        var targets: [Target] = []
        func add(_ place: String, _ url: TargetURL) {
            guard !targets.contains(where: { $0.place == place && $0.url.host == url.host }) else { return }
            targets.append(Target(place: place, url: url))
        }
        let now = WallClock.now()
        let context = DeliveryContext(
            deliveryID: "check",
            now: now,
            links: MessageLinks(externalURL: configuration.http.externalURL),
            timeZone: configuration.timeZone
        )
        for receiver in configuration.receivers {
            let content = NotificationContent.sample(alerts: 1, at: now).at(.firing, receiver: receiver.name, now: now)
            for notifierConfiguration in receiver.notifiers {
                // What it would send says where to.
                let recorder = RequestRecorder()
                let notifier = notifierConfiguration.makeNotifier(http: recorder)
                _ = await notifier.deliver(content, context)
                let place = "receiver \"\(receiver.name)\", \(type(of: notifier).integration)"
                for request in recorder.requests { add(place, request.url) }
            }
        }
        for trigger in configuration.triggers {
            if case .http(let target) = trigger.target { add("trigger \"\(trigger.rule.name)\"", target.url) }
        }
        if let heartbeat = configuration.heartbeat { add("heartbeat", heartbeat.url) }
        if let a1cron = configuration.a1cron, let url = try? TargetURL(a1cron.baseURL) { add("a1cron.base_url", url) }
        return targets
    }
}
