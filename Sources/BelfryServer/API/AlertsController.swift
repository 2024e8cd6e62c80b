internal import BelfryCore
internal import BelfryStore
import Foundation
import HTTPTypes
import Hummingbird

/// Belfry's own API of alerts: `GET /api/v1/alerts`, and acknowledging.
struct AlertsController: Sendable {
    private static let maximumBodyBytes = 16 * 1_024
    /// As much as a column or a message shows of a name.
    private static let maximumNameBytes = 256
    private static let maximumCommentBytes = 4_096

    let alerts: OpenAlertStore
    let silences: SilenceStore
    let acknowledgements: AcknowledgementStore
    let notifications: NotificationStore
    let routing: ActiveRouting
    /// Wakes the deliverer.
    let deliveries: Wakeup

    func addRoutes(to router: RouterGroup<BelfryRequestContext>) {
        router.get("/api/v1/alerts") { request, _ in try await list(request) }
        router.get("/api/v1/alerts/:id/notification") { _, context in try await draft(try Self.reference(context)) }
        router.post("/api/v1/alerts/:id/ack") { request, context in try await acknowledge(request, context) }
        router.delete("/api/v1/alerts/:id/ack") { _, context in
            let standing = try await Self.answer(try Self.reference(context)) {
                try await acknowledgements.withdraw($0)
            }
            return try Response(json: AcknowledgementDocument(standing))
        }
    }

    /// The open alerts; `job` (id or name), `receiver` and `filter` (matchers) each narrow them down.
    private func list(_ request: Request) async throws -> Response {
        let filters = try request.matchers()
        let (all, now) = try await silences.all()
        let open = try await alerts.open()
        let survey = AlertSurvey(open.map(\.alert), routing: routing.current.dispatch, silences: all, at: now)
        let job = request.parameter("job")
        let receiver = request.parameter("receiver")
        let found = zip(open, survey.entries).filter { _, entry in
            (job == nil || entry.alert.jobID == job || entry.alert.job.name == job)
                && receiver.map { entry.receivers.contains($0) } ?? true && filters.match(entry.labels)
        }
        return try Response(json: found.map { OpenAlertDocument($0, $1) })
    }

    /// The worst of the open alerts, and where they stand towards routing as far as these alerts decide it.
    func worst(_ limit: Int64) async throws -> [(OpenAlert, AlertSurvey.Entry)] {
        let (all, now) = try await silences.all()
        let worst = try await alerts.worst(limit)
        let survey = AlertSurvey(worst.map(\.alert), routing: routing.current.dispatch, silences: all, at: now)
        return Array(zip(worst, survey.entries))
    }

    /// What a message about an alert would say now, as `notifications.content` holds it.
    private func draft(_ reference: AlertReference) async throws -> Response {
        guard let content = try await notifications.draft(of: reference) else {
            throw HTTPError(.notFound, message: "there is no alert \(reference)")
        }
        return try Response(json: content)
    }

    private func acknowledge(_ request: Request, _ context: BelfryRequestContext) async throws -> Response {
        let reference = try Self.reference(context)
        let body = try await request.body.collect(upTo: Self.maximumBodyBytes)
        guard let asked = try? JSONDecoder().decode(AcknowledgementRequest.self, from: Data(body.readableBytesView))
        else { throw HTTPError(.badRequest, message: #"a body such as {"by": "ana", "comment": "on it"} is needed"#) }
        let standing = try await acknowledge(reference, by: asked.by, comment: asked.comment)
        return try Response(json: AcknowledgementDocument(standing))
    }

    /// Acknowledges an alert for whoever asked, and has those told that keep account of it.
    func acknowledge(
        _ reference: AlertReference,
        by: String,
        comment: String?
    ) async throws -> AcknowledgementStore.Standing {
        let (name, comment) = try Self.signature(by: by, comment: comment)
        let standing = try await Self.answer(reference) {
            try await acknowledgements.acknowledge(
                $0,
                by: name,
                comment: comment,
                telling: routing.current.acknowledgementChannels
            )
        }
        deliveries.signal()
        return standing
    }

    /// Who did something and why, fit for columns and messages.
    static func signature(by: String, comment: String?) throws -> (name: String, comment: String) {
        let name = by.trimmingCharacters(in: .whitespacesAndNewlines)
        let comment = comment ?? ""
        guard (1...maximumNameBytes).contains(name.utf8.count), comment.utf8.count <= maximumCommentBytes,
            !(name + comment).contains("\0")
        else {
            throw HTTPError(
                .badRequest,
                message: "by is a name of up to \(maximumNameBytes) bytes, and comment a text of up to "
                    + "\(maximumCommentBytes)"
            )
        }
        return (name, comment)
    }

    private static func answer(
        _ reference: AlertReference,
        _ change: (AlertReference) async throws -> AcknowledgementStore.Standing
    ) async throws -> AcknowledgementStore.Standing {
        do {
            return try await change(reference)
        } catch AcknowledgementStore.Refusal.notFound {
            throw HTTPError(.notFound, message: "there is no alert \(reference)")
        } catch AcknowledgementStore.Refusal.resolved(let alertname, let at) {
            throw HTTPError(
                .conflict,
                message: "alert \(reference) (\(alertname)) has ended at \(at.iso8601): nothing to acknowledge"
            )
        }
    }

    /// The alert a path names.
    static func reference(_ context: BelfryRequestContext) throws -> AlertReference {
        let text = try context.parameters.require("id")
        guard let reference = AlertReference(text) else {
            throw HTTPError(
                .badRequest,
                message: "\"\(text.prefix(40))\" is neither an alert's id nor its fingerprint of 16 hex digits"
            )
        }
        return reference
    }
}
