internal import BelfryCore
internal import BelfryStore
import Foundation
import HTTPTypes
import Hummingbird
internal import Libpq

/// `belfry explain` over HTTP: `GET /api/v1/executions/{execution_id}/explain`.
struct ExplanationController: Sendable {
    let pool: ConnectionPool
    /// The triggers in force.
    let triggers: @Sendable () -> TriggerSet

    func addRoutes(to router: RouterGroup<BelfryRequestContext>) {
        router.get("/api/v1/executions/:execution_id/explain") { request, context in
            try Response(json: try await find(request, context), keys: .convertToSnakeCase)
        }
    }

    /// The explanations of an execution's attempts, at least one; only those of one `job` (cron_job_id) or `attempt` (retry_attempt).
    func find(_ request: Request, _ context: BelfryRequestContext) async throws -> [Explanation] {
        let raw = try context.parameters.require("execution_id")
        let executionID = raw.removingPercentEncoding ?? raw
        var attempt: Int32?
        if let text = request.parameter("attempt") {
            guard let number = Int32(text) else { throw HTTPError(.badRequest, message: "attempt is a number") }
            attempt = number
        }
        let (job, number) = (request.parameter("job"), attempt)
        let decisions = try await pool.withConnection { connection in
            try await ExplanationStore(connection).decisions(executionID: executionID, jobID: job, attempt: number)
        }
        guard !decisions.isEmpty else {
            throw HTTPError(.notFound, message: "no execution \"\(executionID.prefix(256))\" is stored")
        }
        let triggers = triggers()
        return decisions.map { Explanation($0, triggers: triggers) }
    }
}
