internal import BelfryCore
internal import BelfryStore
import Foundation
import HTTPTypes
import Hummingbird

/// The delivery log, tests of receivers and sending again.
struct DeliveriesController: Sendable {
    private static let limits = 1...1_000
    private static let defaultLimit = 50

    let log: DeliveryLogStore
    let notifications: NotificationStore
    let routing: ActiveRouting
    /// Wakes the deliverer.
    let deliveries: Wakeup

    func addRoutes(to router: RouterGroup<BelfryRequestContext>) {
        router.get("/api/v1/deliveries") { request, _ in try await list(request) }
        router.post("/api/v1/receivers/:name/test") { _, context in try await test(context) }
        router.get("/api/v1/notifications/:id") { _, context in
            guard case .notification(let id) = try Self.reference(context) else {
                throw HTTPError(.badRequest, message: "the id of a notification is a number")
            }
            return try await standing(of: id)
        }
        router.post("/api/v1/notifications/:id/resend") { _, context in try await resend(context) }
    }

    /// The newest attempts first; `receiver`, `job` (id or name), `failed=true`, `since` (a duration or a time) and `limit`.
    private func list(_ request: Request) async throws -> Response {
        var limit = Self.defaultLimit
        if let text = request.parameter("limit") {
            guard let number = Int(text), Self.limits.contains(number) else {
                throw HTTPError(.badRequest, message: "limit is a number from 1 to \(Self.limits.upperBound)")
            }
            limit = number
        }
        var since: Instant?
        if let text = request.parameter("since") {
            since = TimeSpan(prometheus: text).map { WallClock.now() - $0 } ?? Instant(iso8601: text.utf8)
            guard since != nil else {
                throw HTTPError(.badRequest, message: "since is a duration such as 1h, or a time in ISO 8601")
            }
        }
        let filter = DeliveryLogFilter(
            receiver: request.parameter("receiver"),
            job: request.parameter("job"),
            isFailed: request.parameter("failed") == "true",
            since: since,
            limit: limit
        )
        return try Response(json: try await log.entries(filter).map { DeliveryDocument($0) })
    }

    private func test(_ context: BelfryRequestContext) async throws -> Response {
        let escaped = try context.parameters.require("name")
        let name = escaped.removingPercentEncoding ?? escaped
        let channels = routing.current.dispatch.channels
        guard let targets = channels[name] else {
            let known =
                channels.isEmpty ? "there are none" : "there are \(channels.keys.sorted().joined(separator: ", "))"
            throw HTTPError(.notFound, message: "no receiver is named \"\(name.prefix(100))\": \(known)")
        }
        guard !targets.isEmpty else {
            throw HTTPError(.conflict, message: "the receiver \"\(name)\" has no target: it tells nobody")
        }
        let id = try await notifications.test(name, channels: targets)
        deliveries.signal()
        return try await standing(of: id)
    }

    private func resend(_ context: BelfryRequestContext) async throws -> Response {
        let reference = try Self.reference(context)
        do {
            let channels = routing.current.channels.map(\.spec.channel)
            let id = try await notifications.resend(reference, channels: channels)
            deliveries.signal()
            return try await standing(of: id)
        } catch NotificationStore.Refusal.notFound {
            throw HTTPError(.notFound, message: "there is no such notification")
        } catch NotificationStore.Refusal.pending {
            throw HTTPError(.conflict, message: "it waits to be sent anyway")
        } catch NotificationStore.Refusal.notConfigured {
            throw HTTPError(.conflict, message: "its receiver is no longer configured")
        }
    }

    private func standing(of id: Int64) async throws -> Response {
        let standing = try await notifications.standing(of: id)
        guard !standing.isEmpty else { throw HTTPError(.notFound, message: "there is no notification \(id)") }
        return try Response(
            json: NotificationDocument(
                notificationID: id,
                deliveries: standing.map { DeliveryStandingDocument($0) }
            )
        )
    }

    private static func reference(_ context: BelfryRequestContext) throws -> NotificationReference {
        let escaped = try context.parameters.require("id")
        let text = escaped.removingPercentEncoding ?? escaped
        guard let reference = NotificationReference(text) else {
            throw HTTPError(
                .badRequest,
                message: "\"\(text.prefix(40))\" is neither the id of a notification nor that of a delivery"
            )
        }
        return reference
    }
}
