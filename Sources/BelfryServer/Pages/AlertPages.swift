internal import BelfryCore
internal import BelfryStore
internal import HTTPTypes
internal import Hummingbird

/// The pages about an alert that messages link to: what it says now, and the two that ask before they silence or acknowledge.
///
/// A GET changes nothing. The forms post to their own address; access refuses what a page of another site posts.
struct AlertPages: Sendable {
    /// How long a silence can be, with its name.
    private static let durations: [(key: String, label: String, span: TimeSpan)] = [
        ("1h", "1 hour", .hours(1)), ("4h", "4 hours", .hours(4)), ("1d", "1 day", .days(1)),
        ("1w", "1 week", .days(7)),
    ]

    let alerts: AlertsController
    let notifications: NotificationStore
    let silences: SilenceStore
    let links: MessageLinks
    let timeZone: String

    func addRoutes(to router: RouterGroup<BelfryRequestContext>) {
        router.get("/alerts/:id") { _, context in try await show(context) }
        router.get("/alerts/:id/silence") { _, context in try await askToSilence(context) }
        router.post("/alerts/:id/silence") { request, context in try await silence(request, context) }
        router.get("/alerts/:id/acknowledge") { _, context in try await askToAcknowledge(context) }
        router.post("/alerts/:id/acknowledge") { request, context in try await acknowledge(request, context) }
    }

    private func show(_ context: BelfryRequestContext) async throws -> Response {
        let (content, _) = try await find(context)
        let message = message(content)
        let links = message.links.compactMap(\.shortLink).map { HTMLText.link($0.url, label: $0.label) }
        return HTMLPage(
            title: message.title,
            body: HTMLPage.preformatted(text(message)) + "<p>\(links.joined(separator: " · "))</p>",
            home: self.links.home
        ).response()
    }

    private func askToSilence(_ context: BelfryRequestContext) async throws -> Response {
        let (content, alert) = try await find(context)
        let matchers = Self.matchers(of: alert).map(\.description).joined(separator: ", ")
        let options = Self.durations.map { "<option value=\"\($0.key)\">\($0.label)</option>" }.joined()
        return HTMLPage(
            title: "Silence: \(message(content).title)",
            body: """
                <p>No message about alerts with \(HTMLText.escaped(matchers)) until the silence ends.</p>
                <form method="post" class="change">
                <label>For <select name="for">\(options)</select></label>
                \(Self.person)
                <button>Silence</button>
                </form>
                """,
            home: links.home
        ).response()
    }

    private func silence(_ request: Request, _ context: BelfryRequestContext) async throws -> Response {
        let (_, alert) = try await find(context)
        let form = try await request.form()
        let (name, comment) = try AlertsController.signature(by: form["by"] ?? "", comment: form["comment"])
        guard let duration = Self.durations.first(where: { $0.key == form["for"] }) else {
            throw HTTPError(.badRequest, message: "for is \(Self.durations.map(\.key).joined(separator: ", "))")
        }
        let now = WallClock.now()
        let silence = Silence(
            id: "",
            matchers: Self.matchers(of: alert),
            startsAt: now,
            endsAt: now + duration.span,
            createdBy: name,
            comment: comment.isEmpty ? "silenced from a message" : comment,
            updatedAt: now
        )
        _ = try await silences.put(silence, replacing: nil)
        let until = ClockText(timeZone: timeZone, now: now).full(now + duration.span)
        return HTMLPage(
            title: "Silenced",
            body: "<p>Until \(HTMLText.escaped(until)).</p>\(back(alert))",
            home: links.home
        ).response()
    }

    private func askToAcknowledge(_ context: BelfryRequestContext) async throws -> Response {
        let (content, alert) = try await find(context)
        let by = alert.acknowledgedBy.map { "<p>Acknowledged by \(HTMLText.singleLine($0, limit: 256)).</p>" }
        let form = """
            <p>No reminder until it has ended; its end is told.</p>
            <form method="post" class="change">
            \(Self.person)
            <button>Acknowledge</button>
            </form>
            """
        return HTMLPage(
            title: "Acknowledge: \(message(content).title)",
            body: (by ?? form) + back(alert),
            home: links.home
        ).response()
    }

    private func acknowledge(_ request: Request, _ context: BelfryRequestContext) async throws -> Response {
        let (_, alert) = try await find(context)
        let form = try await request.form()
        let standing = try await alerts.acknowledge(
            try AlertsController.reference(context),
            by: form["by"] ?? "",
            comment: form["comment"]
        )
        let name = HTMLText.singleLine(standing.acknowledgement?.by ?? "", limit: 256)
        return HTMLPage(
            title: "Acknowledged",
            body: "<p>By \(name).</p>\(back(alert))",
            home: links.home
        ).response()
    }

    /// The notification an alert would cause now, and the alert.
    private func find(_ context: BelfryRequestContext) async throws -> (NotificationContent, AlertFacts) {
        let reference = try AlertsController.reference(context)
        guard let content = try await notifications.draft(of: reference), let alert = content.alerts.first else {
            throw HTTPError(.notFound, message: "there is no alert \(reference)")
        }
        return (content, alert)
    }

    private func message(_ content: NotificationContent) -> Message {
        Message(content, DeliveryContext(deliveryID: "page", now: content.createdAt, links: links, timeZone: timeZone))
    }

    private func text(_ message: Message) -> String {
        var message = message
        message.links = []
        return MessageText(clock: ClockText(timeZone: timeZone, now: WallClock.now())).text(message)
    }

    private func back(_ alert: AlertFacts) -> String {
        links.alert(alert.alertID).map { "<p>\(HTMLText.link($0, label: "The alert"))</p>" } ?? ""
    }

    /// The rule and the job, or without a job all labels: this alert, and the next of its kind.
    private static func matchers(of alert: AlertFacts) -> [LabelMatcher] {
        let names = alert.job.jobID.isEmpty ? alert.labels.keys.sorted() : ["alertname", "cron_job_id"]
        return names.compactMap { name in
            alert.labels[name].map { LabelMatcher(name, is: $0) }
        }
    }

    /// Who does it, and why.
    private static let person = """
        <label>Your name <input name="by" required maxlength="60"></label>
        <label>Comment <input name="comment" maxlength="1000"></label>
        """
}
