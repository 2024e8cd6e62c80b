internal import BelfryCore
import HTTPTypes
import Hummingbird

/// The inspector: `GET /api/v1/webhooks`.
struct WebhooksController: Sendable {
    let inspector: WebhookInspector

    func addRoutes(to router: RouterGroup<BelfryRequestContext>) {
        router.get("/api/v1/webhooks") { request, _ in try list(request) }
    }

    /// The latest requests; `after` a number, at most `limit`, and with `failed=true` only those that were refused.
    private func list(_ request: Request) throws -> Response {
        let after = try Self.number(request, "after", in: 0...Int64.max) ?? 0
        let limit = try Self.number(request, "limit", in: 1...Int64(WebhookInspector.capacity))
        let latest = inspector.latest(
            after: after,
            limit: limit.map(Int.init) ?? WebhookInspector.capacity,
            refusedOnly: request.parameter("failed") == "true"
        )
        return try Response(
            json: WebhookListDocument(
                since: inspector.since.iso8601,
                webhooks: latest.webhooks.map(WebhookDocument.init),
                leftOut: latest.leftOut
            )
        )
    }

    private static func number(_ request: Request, _ name: String, in range: ClosedRange<Int64>) throws -> Int64? {
        guard let text = request.parameter(name) else { return nil }
        guard let number = Int64(text), range.contains(number) else {
            throw HTTPError(
                .badRequest,
                message: "\(name) is a number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }
}
