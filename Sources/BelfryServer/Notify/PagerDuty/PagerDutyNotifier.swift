internal import BelfryCore

/// Sends notifications to PagerDuty: an event for each alert, one after the other.
///
/// A notification of several alerts is several requests and still one attempt with one outcome:
/// - The order is the notification's; the first event that gets no final answer ends the attempt, and the next attempt goes on
///   with that event.
/// - An event PagerDuty refuses for good does not keep the others back; the notification then counts as refused, and says how
///   many of its events were.
/// - All requests together keep to the time one request may take, because the lease of the channel is no longer. What does
///   not fit into it is left to the next attempt.
/// - Whatever is sent twice is harmless, by its `dedup_key`.
struct PagerDutyNotifier: Notifier {
    static let integration = PagerDutyConfiguration.integration
    /// Below what is left of an attempt's time no further request is begun.
    private static let minimumTime = TimeSpan.seconds(1)

    private let renderer: PagerDutyRenderer
    private let http: any OutgoingHTTP
    private let timeLimit: TimeSpan
    private let progress = PagerDutyProgress()

    init(
        _ configuration: PagerDutyConfiguration,
        http: any OutgoingHTTP,
        timeLimit: TimeSpan = GuardedHTTPClient.totalTimeout
    ) {
        renderer = PagerDutyRenderer(configuration: configuration)
        self.http = http
        self.timeLimit = timeLimit
    }

    var redactedTarget: String {
        "\(renderer.configuration.url.host) …\(renderer.configuration.routingKey.text.suffix(4))"
    }

    var sendResolved: Bool { renderer.configuration.sendResolved }

    /// A program has no use for less.
    var hasMinimalForm: Bool { false }

    var takesEveryAlert: Bool { true }

    var takesAcknowledgements: Bool { true }

    var pace: DeliveryPace? {
        PagerDutyLimits.hosts.contains(renderer.configuration.url.host) ? PagerDutyLimits.pace : nil
    }

    var bodySecrets: [Secret] { [renderer.configuration.routingKey] }

    func deliver(_ content: NotificationContent, _ context: DeliveryContext) async -> DeliveryReport {
        let events = wanted(renderer.events(content, context))
        let remaining = progress.remaining(events, of: context.deliveryID)
        let start = ContinuousClock.now
        var accepted = events.count - remaining.count
        var refused: [DeliveryReport] = []
        var last = DeliveryReport(outcome: .delivered, latency: .zero)
        var requests = 0
        for event in remaining {
            let spent = TimeSpan(start.duration(to: .now))
            let left = TimeSpan(microseconds: timeLimit.microseconds - spent.microseconds)
            guard left >= Self.minimumTime else {
                last = DeliveryReport(outcome: .retry(reason: .timeout, after: .zero), latency: .zero)
                break
            }
            last = await send(event, within: left, now: context.now)
            requests += 1
            switch last.outcome {
            case .delivered:
                accepted += 1
                progress.accept(event, of: context.deliveryID)
                continue
            case .rejected:
                refused.append(last)
                continue
            case .retry, .unknown, .channelBroken: break
            }
            break
        }
        var report = last
        if last.outcome == .delivered, let first = refused.first { report = first }
        report.latency = TimeSpan(start.duration(to: .now))
        report.requests = requests
        if report.outcome != .delivered, events.count > 1 {
            let progress = "\(accepted) of \(events.count) events accepted, \(refused.count) refused"
            report.error = [progress, report.error].compactMap { $0 }.joined(separator: ": ")
        }
        return report
    }

    private func send(_ event: PagerDutyEvent, within left: TimeSpan, now: Instant) async -> DeliveryReport {
        var request = OutgoingRequest(url: renderer.configuration.url, json: JSONBody.bytes(event))
        request.timeLimit = left
        switch await http.post(request) {
        case .success(let response):
            return DeliveryReport(response, PagerDutyAnswer.outcome(response, now: now))
                .hiding(renderer.configuration.routingKey)
        case .failure(let failure): return DeliveryReport(failure)
        }
    }

    /// Without `send_resolved` the ends in a mixed group stay away, too.
    private func wanted(_ events: [PagerDutyEvent]) -> [PagerDutyEvent] {
        guard !sendResolved, events.contains(where: { $0.eventAction == .trigger }) else { return events }
        let triggered = Set(events.filter { $0.eventAction == .trigger }.map(\.dedupKey))
        // A test closes what it has opened.
        return events.filter { $0.eventAction == .trigger || triggered.contains($0.dedupKey) }
    }
}
