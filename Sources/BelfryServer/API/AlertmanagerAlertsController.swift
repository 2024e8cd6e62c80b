internal import BelfryCore
internal import BelfryStore
import Hummingbird

/// The alerts of Alertmanager's API v2, one by one and by their groups.
struct AlertmanagerAlertsController: Sendable {
    let alerts: OpenAlertStore
    let silences: SilenceStore
    let routing: ActiveRouting

    func addRoutes(to router: RouterGroup<BelfryRequestContext>) {
        router.get("/api/v2/alerts") { request, _ in try await Response.alertmanager { try await list(request) } }
        router.get("/api/v2/alerts/groups") { request, _ in
            try await Response.alertmanager { try await groups(request) }
        }
    }

    /// The alerts that fire, by fingerprint.
    private func list(_ request: Request) async throws -> Response {
        let filter = try AlertmanagerAlertFilter(request)
        let (survey, now) = try await survey()
        let documents = survey.entries
            .filter { entry in
                filter.takes(entry, mutedBy: entry.mutedBy) && entry.receivers.contains(where: filter.takes)
            }
            .map { AlertDocument($0, mutedBy: $0.mutedBy, now: now) }
        return try Response(json: documents.sorted { $0.fingerprint < $1.fingerprint })
    }

    /// The groups in which receivers hear of them, by labels and receiver; those without an alert the filter takes are left out.
    private func groups(_ request: Request) async throws -> Response {
        let filter = try AlertmanagerAlertFilter(request)
        let (survey, now) = try await survey()
        let groups = survey.groups.filter { filter.takes(receiver: $0.place.receiver) }.map { group in
            AlertGroupDocument(
                group,
                alerts: group.entries.filter { filter.takes($0, mutedBy: group.place.mutedBy) },
                now: now
            )
        }
        return try Response(json: groups.filter { !$0.alerts.isEmpty })
    }

    private func survey() async throws -> (survey: AlertSurvey, now: Instant) {
        let (all, now) = try await silences.all()
        let firing = try await alerts.firing()
        let survey = AlertSurvey(firing, routing: routing.current.dispatch, silences: all, at: now)
        return (survey, now)
    }
}
