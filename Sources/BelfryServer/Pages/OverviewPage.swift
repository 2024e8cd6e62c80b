internal import BelfryCore
internal import BelfryStore
internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// The page at `/`: what is wrong, how every job stands, and whether Belfry itself works.
///
/// It is bounded: so many alerts, jobs and deliveries, whatever there is. A GET, and nothing on it changes anything: what
/// acknowledges or silences is behind a link that asks first.
struct OverviewPage: Sendable {
    /// Alerts that are looked at; what is silenced or inhibited among them is shown after the others.
    private static let alertsRead: Int64 = 200
    private static let deliveriesShown = 8
    /// Characters of a job's name that are looked for.
    private static let maximumText = 200
    private static let refreshSeconds = 30

    let alerts: AlertsController
    let overview: OverviewStore
    let log: DeliveryLogStore
    let standing: @Sendable () -> OverviewStanding
    let links: MessageLinks
    let timeZone: String
    /// Where A1Cron posts to as far as is known, and where people type.
    let firstSteps: OverviewFirstSteps
    let logger: Logger

    func addRoutes(to router: RouterGroup<BelfryRequestContext>) {
        router.get("/") { request, _ in try await show(request) }
    }

    private func show(_ request: Request) async throws -> Response {
        let filter = try Self.filter(request)
        let refreshes = request.parameter("refresh") != nil
        let standing = standing()
        let clock = ClockText(timeZone: timeZone, now: WallClock.now())
        do {
            let read = try await overview.read(filter, channels: standing.channels)
            let worst = try await alerts.worst(Self.alertsRead)
            let deliveries = try await log.entries(
                DeliveryLogFilter(receiver: nil, job: nil, isFailed: false, since: nil, limit: Self.deliveriesShown)
            )
            let text = OverviewText(
                overview: read,
                alerts: worst,
                deliveries: deliveries,
                standing: standing,
                filter: filter,
                refreshes: refreshes,
                links: links,
                clock: ClockText(timeZone: timeZone, now: read.now),
                firstSteps: firstSteps
            )
            return HTMLPage(
                title: text.title,
                body: text.body,
                aside: text.aside,
                refreshSeconds: refreshes ? Self.refreshSeconds : nil
            ).response()
        } catch {
            logger.warning("overview not readable", metadata: ["error": "\(error)"])
            return HTMLPage(
                title: "Belfry: the database does not answer",
                body: """
                    <p class="critical">Webhooks are answered 503 until it does, and A1Cron's are lost unless it sends them again. \
                    Nothing that was acknowledged is lost.</p>
                    <p>The log says why. This page asks again every \(Self.refreshSeconds) seconds. Belfry \
                    \(HTMLText.escaped(standing.version)), started \(HTMLText.escaped(clock.full(standing.startedAt))).</p>
                    """,
                refreshSeconds: Self.refreshSeconds
            ).response(status: .serviceUnavailable)
        }
    }

    private static func filter(_ request: Request) throws -> OverviewFilter {
        var filter = OverviewFilter()
        if let kind = request.parameter("show") {
            guard let known = OverviewFilter.Kind(rawValue: kind) else {
                let kinds = OverviewFilter.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw HTTPError(.badRequest, message: "show is one of \(kinds)")
            }
            filter.kind = known
        }
        if let text = request.parameter("q") {
            filter.text = String(text.prefix(maximumText))
        }
        if let page = request.parameter("page") {
            guard let number = Int(page), (1...OverviewStore.maximumPages).contains(number) else {
                throw HTTPError(.badRequest, message: "page is a number from 1 to \(OverviewStore.maximumPages)")
            }
            filter.page = number
        }
        return filter
    }
}
