internal import BelfryCore

/// Sends notifications to Alertmanagers, to each member of a cluster, because they do not pass alerts on to each other.
///
/// Any member that has taken the alerts notifies for all, so the notification counts as delivered when one has; what became of
/// the others is on record, and they get the alerts with the next reminder. Where none has taken them, the outcome is the one
/// that leaves most hope. Sending twice is harmless: Alertmanager merges what has the same labels.
struct AlertmanagerNotifier: Notifier {
    static let integration = AlertmanagerConfiguration.integration

    private let configuration: AlertmanagerConfiguration
    private let http: any OutgoingHTTP

    init(_ configuration: AlertmanagerConfiguration, http: any OutgoingHTTP) {
        self.configuration = configuration
        self.http = http
    }

    var redactedTarget: String { configuration.urls.map(\.redacted).joined(separator: ", ") }

    var sendResolved: Bool { configuration.sendResolved }

    /// A program has no use for less.
    var hasMinimalForm: Bool { false }

    var takesEveryAlert: Bool { true }

    func deliver(_ content: NotificationContent, _ context: DeliveryContext) async -> DeliveryReport {
        let body = JSONBody.bytes(payload(content, context))
        let reports = await withTaskGroup(of: (Int, DeliveryReport).self) { group in
            for (index, url) in configuration.urls.enumerated() {
                group.addTask { (index, await post(body, to: url, now: context.now)) }
            }
            var reports: [Int: DeliveryReport] = [:]
            for await (index, report) in group { reports[index] = report }
            return reports.sorted { $0.key < $1.key }.map(\.value)
        }
        return combined(reports)
    }

    /// What is sent for a notification, to every member the same.
    func payload(_ content: NotificationContent, _ context: DeliveryContext) -> [AlertmanagerAlert] {
        var wanted = content
        if !sendResolved, content.isFiring { wanted.alerts.removeAll { $0.state == .resolved } }
        return AlertmanagerRenderer(resolveTimeout: configuration.resolveTimeout).alerts(wanted, context)
    }

    private func post(_ body: [UInt8], to url: TargetURL, now: Instant) async -> DeliveryReport {
        let headers = configuration.authorization.map { [(name: "Authorization", value: $0.text)] } ?? []
        switch await http.post(OutgoingRequest(url: url, json: body, headers: headers)) {
        case .success(let response):
            let report = DeliveryReport(response, AlertmanagerAnswer.outcome(response, now: now))
            return configuration.authorization.map { report.hiding($0) } ?? report
        case .failure(let failure): return DeliveryReport(failure)
        }
    }

    /// One report for all members, with a word about each that did not take the alerts.
    private func combined(_ reports: [DeliveryReport]) -> DeliveryReport {
        guard var best = reports.min(by: { Self.rank($0.outcome) < Self.rank($1.outcome) }) else {
            return DeliveryReport(outcome: .channelBroken(reason: .channelGone), error: "no address", latency: .zero)
        }
        best.latency = reports.map(\.latency).max() ?? best.latency
        guard reports.count > 1 else { return best }
        let failures = zip(configuration.urls, reports).compactMap { url, report in
            report.outcome == .delivered ? nil : "\(url.redacted): \(report.error ?? "not taken")"
        }
        if !failures.isEmpty {
            let count = "\(failures.count) of \(reports.count) members did not take it"
            best.error = ([count] + failures).joined(separator: "; ")
        }
        return best
    }

    private static func rank(_ outcome: DeliveryOutcome) -> Int {
        switch outcome {
        case .delivered: 0
        case .retry: 1
        case .unknown: 2
        case .rejected: 3
        case .channelBroken: 4
        }
    }
}
