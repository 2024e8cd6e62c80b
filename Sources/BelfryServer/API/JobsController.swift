internal import BelfryCore
internal import BelfryStore
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// The life of jobs: `GET /api/v1/jobs`, `/api/v1/jobs/{id}`, and `POST` of `pause`, `resume` and `forget` below it.
///
/// `{id}` is a job's `cron_job_id`, or its name where only one job has it.
struct JobsController: Sendable {
    private static let maximumBodyBytes = 4 * 1_024
    /// Attempts a job's overview is made of.
    private static let attempts: Int64 = 200
    /// Runs and alerts shown of them.
    private static let shown = 20

    let jobs: JobOverviewStore
    let activity: JobActivityStore
    let dispatches: Wakeup
    let logger: Logger

    func addRoutes(to router: RouterGroup<BelfryRequestContext>) {
        router.get("/api/v1/jobs") { request, _ in try await list(request) }
        router.get("/api/v1/jobs/:id") { _, context in try await show(context) }
        router.post("/api/v1/jobs/:id/pause") { request, context in
            try await change(.pause(until: try await Self.until(request)), context)
        }
        router.post("/api/v1/jobs/:id/resume") { _, context in try await change(.resume, context) }
        router.post("/api/v1/jobs/:id/forget") { _, context in try await change(.forget, context) }
    }

    /// The jobs by name, without the forgotten ones; of one `state`, and with `failing=true` only those that fail.
    private func list(_ request: Request) async throws -> Response {
        let state = request.parameter("state")
        guard state.map({ JobState.Activity(rawValue: $0) != nil }) ?? true else {
            throw HTTPError(.badRequest, message: "state is active, paused or forgotten")
        }
        let found = try await jobs.list(state: state, failingOnly: request.parameter("failing") == "true")
        return try Response(json: found.map(JobDocument.init))
    }

    private func show(_ context: BelfryRequestContext) async throws -> Response {
        try Response(json: try await detail(context))
    }

    /// The job a path names, with its recent past.
    func detail(_ context: BelfryRequestContext) async throws -> JobDetailDocument {
        let job = try await find(context)
        let attempts = try await jobs.attempts(of: job.jobID, limit: Self.attempts)
        return JobDetailDocument(
            job,
            attempts: attempts,
            isWhole: attempts.count < Int(Self.attempts),
            runs: Self.shown,
            alerts: try await jobs.alerts(of: job.jobID, limit: Int64(Self.shown))
        )
    }

    private func change(_ change: JobActivityDecider.Change, _ context: BelfryRequestContext) async throws -> Response {
        let job = try await find(context)
        guard let outcome = try await activity.change(job.jobID, change),
            let now = try await jobs.find(job.jobID).first
        else { throw HTTPError(.notFound, message: "there is no job \(job.jobID)") }
        logger.notice("job changed", metadata: ["job.id": "\(job.jobID)", "job.state": "\(now.state)"])
        if outcome.hasTransitions { dispatches.signal() }
        return try Response(
            json: JobChangeDocument(
                job: JobDocument(now),
                endedAlerts: outcome.endedAlerts,
                removedTests: outcome.removedTests
            )
        )
    }

    private func find(_ context: BelfryRequestContext) async throws -> JobOverview {
        let raw = try context.parameters.require("id")
        let text = raw.removingPercentEncoding ?? raw
        let found = try await jobs.find(text)
        guard let job = found.first else {
            throw HTTPError(.notFound, message: "no job has the id or the name \"\(text.prefix(128))\"")
        }
        guard found.count == 1 else {
            let ids = found.prefix(10).map(\.jobID).joined(separator: ", ")
            throw HTTPError(.conflict, message: "\(found.count) jobs have this name, say which by its id: \(ids)")
        }
        return job
    }

    private static func until(_ request: Request) async throws -> Instant? {
        let body = try await request.body.collect(upTo: maximumBodyBytes)
        guard body.readableBytes > 0 else { return nil }
        guard let asked = try? JSONDecoder().decode(JobPauseRequest.self, from: Data(body.readableBytesView)) else {
            throw HTTPError(
                .badRequest,
                message: #"a body such as {"until": "2026-12-24T06:00:00Z"} is needed, or none"#
            )
        }
        guard let text = asked.until else { return nil }
        guard let until = Instant(iso8601: text.utf8), until > WallClock.now() else {
            throw HTTPError(
                .badRequest,
                message: "until is an instant to come in ISO 8601, such as 2026-12-24T06:00:00Z"
            )
        }
        return until
    }
}
