internal import BelfryCore
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// The webhook secrets: `GET`, `POST /api/v1/secrets` and `DELETE /api/v1/secrets/{id}`.
///
/// No answer and no log line holds a secret.
struct SecretsController: Sendable {
    private static let maximumBodyBytes = 8 * 1_024

    let secrets: WebhookSecrets
    let logger: Logger

    func addRoutes(to router: RouterGroup<BelfryRequestContext>) {
        router.get("/api/v1/secrets") { _, _ in try Response(json: list) }
        router.post("/api/v1/secrets") { request, _ in try await add(request) }
        router.delete("/api/v1/secrets/:id") { _, context in try remove(try context.parameters.require("id")) }
    }

    private var list: SecretListDocument {
        SecretListDocument(
            secrets: secrets.ids.map { SecretDocument(id: $0, lastUsedAt: secrets.lastUsed($0)?.iso8601) },
            file: secrets.source.path,
            instruction: secrets.source.instruction
        )
    }

    private func add(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: Self.maximumBodyBytes)
        guard let asked = try? JSONDecoder().decode(SecretRequest.self, from: Data(body.readableBytesView)) else {
            throw HTTPError(.badRequest, message: #"a body such as {"secret": "…"} is needed"#)
        }
        let added = try explained { try secrets.add(asked.secret) }
        if added.isNew { logger.notice("webhook secret added", metadata: ["secret.id": "\(added.secret.id)"]) }
        let warning = "it has fewer than 16 bytes: easy to guess"
        return try Response(
            json: SecretAddedDocument(
                id: added.secret.id,
                isNew: added.isNew,
                warning: added.isShort ? warning : nil
            )
        )
    }

    private func remove(_ id: String) throws -> Response {
        try explained { try secrets.remove(id) }
        logger.notice("webhook secret removed", metadata: ["secret.id": "\(id.prefix(40))"])
        return try Response(json: list)
    }

    /// Turns refusals into answers that say what to do.
    private func explained<Value>(_ change: () throws -> Value) throws -> Value {
        do {
            return try change()
        } catch let refusal as WebhookSecretRefusal {
            let status: HTTPResponse.Status =
                switch refusal {
                case .notKeptHere, .last: .conflict
                case .unusable: .badRequest
                case .unknown: .notFound
                }
            throw HTTPError(status, message: "\(refusal)")
        } catch let error as DataFolderError {
            throw HTTPError(.internalServerError, message: "\(error)")
        }
    }
}
