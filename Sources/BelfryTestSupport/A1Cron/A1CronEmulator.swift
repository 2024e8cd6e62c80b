public import BelfryServer
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// A1Cron on 127.0.0.1 as its documentation has it: list, details, logs and trigger, and callbacks signed like its webhooks.
///
/// A triggered job runs at once, reports by callback and is answered then, unless a fault was scripted.
public final class A1CronEmulator: Sendable {
    /// What it does with a trigger instead of answering it.
    public enum Fault: Hashable, Sendable {
        /// Answers with a status and runs nothing.
        case refuse(Int, retryAfter: String? = nil)
        /// Runs the job, lets it report, and closes the connection without an answer.
        case loseAnswer
        /// Runs nothing and closes the connection without an answer.
        case loseRequest
    }

    /// The account.
    public static let accountID = "acc_1"
    /// The value of `X-API-Key`.
    public static let apiKey = "emulated-key"
    /// The value of `X-API-Secret`.
    public static let apiSecret = "emulated-secret"

    private struct State {
        var jobs: [A1CronJob] = []
        var executions: [(jobID: String, body: EmulatedWebhook)] = []
        var triggered: [String] = []
        var lists = 0
        var faults: [Fault] = []
        var callback: WebhookSender?
    }

    /// What `a1cron.base_url` is.
    public let baseURL: String

    private let channel: any Channel
    private let connections: SinkConnections
    private let state: Mutex<State>

    private init(channel: any Channel, connections: SinkConnections, box: EmulatorBox, jobs: [A1CronJob]) {
        baseURL = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/v1"
        self.channel = channel
        self.connections = connections
        state = Mutex(State(jobs: jobs))
        box.emulator = self
    }

    /// Starts it on a free port with these jobs; must be stopped.
    public static func start(jobs: [A1CronJob]) async throws -> A1CronEmulator {
        let box = EmulatorBox()
        let connections = SinkConnections()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { child in
                connections.add(child)
                return child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
                    try child.pipeline.syncOperations.addHandler(EmulatorHandler(box))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        return A1CronEmulator(channel: channel, connections: connections, box: box, jobs: jobs)
    }

    /// Closes the server and all its connections.
    public func stop() async {
        try? await channel.close()
        await connections.closeAll()
    }

    /// Where jobs report from now on.
    public func report(to sender: WebhookSender) {
        state.withLock { $0.callback = sender }
    }

    /// What the next triggers meet, one fault each.
    public func script(_ faults: [Fault]) {
        state.withLock { $0.faults = faults }
    }

    /// Ids of the jobs that were started by a trigger, in order.
    public var triggered: [String] { state.withLock { $0.triggered } }

    /// How often the list was asked for.
    public var lists: Int { state.withLock { $0.lists } }

    /// Runs a job as its schedule would, and delivers its webhook `times` times; returns the statuses of the answers.
    @discardableResult
    public func run(_ jobID: String, responseBody: String? = nil, times: Int = 1) async throws -> [Int] {
        guard let job = state.withLock({ $0.jobs.first { $0.id == jobID } }) else { return [] }
        return try await report(job, responseBody: responseBody ?? job.responseBody, times: times).statuses
    }

    private func report(
        _ job: A1CronJob,
        responseBody: String,
        times: Int
    ) async throws -> (webhook: EmulatedWebhook, statuses: [Int]) {
        let (webhook, callback) = state.withLock { state in
            let webhook = EmulatedWebhook(job, number: state.executions.count + 1, responseBody: responseBody)
            state.executions.append((job.id, webhook))
            return (webhook, state.callback)
        }
        guard job.reports, let callback else { return (webhook, []) }
        let body = Array(try JSONEncoder().encode(webhook))
        var statuses: [Int] = []
        for _ in 0..<times {
            statuses.append(try await callback.post(body, to: "/webhooks/cron-success").status)
        }
        return (webhook, statuses)
    }

    /// The answer to a request; nil where the connection is to be closed without one.
    func answer(_ request: SinkRequest) async -> (status: Int, headers: [String: String], body: String)? {
        guard request.header("X-API-Key") == Self.apiKey, request.header("X-API-Secret") == Self.apiSecret else {
            return Self.detail(401, "Invalid API credentials")
        }
        let path = request.path.split(separator: "?")[0].split(separator: "/").map {
            String($0).removingPercentEncoding ?? ""
        }
        guard path.count >= 4, path[0...2] == ["v1", "cron-jobs", Self.accountID] else {
            return Self.detail(404, "Not found")
        }
        switch (request.method, path[3], path.count) {
        case ("GET", "list", 4): return list()
        case ("GET", "details", 5): return details(path[4])
        case ("GET", "logs", 5): return logs(path[4])
        case ("POST", "trigger", 5): return await trigger(path[4])
        default: return Self.detail(404, "Not found")
        }
    }

    private func list() -> (status: Int, headers: [String: String], body: String) {
        let jobs = state.withLock { state in
            state.lists += 1
            return state.jobs
        }
        let pagination = EmulatedPage<A1CronJob>.Pagination(
            page: 1,
            limit: 100,
            totalItems: jobs.count,
            totalPages: 1
        )
        return Self.json(EmulatedPage(data: jobs, pagination: pagination))
    }

    private func details(_ jobID: String) -> (status: Int, headers: [String: String], body: String) {
        guard let job = state.withLock({ $0.jobs.first { $0.id == jobID } }) else {
            return Self.detail(404, "Cron job not found")
        }
        return Self.json(["data": job])
    }

    private func logs(_ jobID: String) -> (status: Int, headers: [String: String], body: String) {
        let entries = state.withLock { state in
            state.executions.filter { $0.jobID == jobID }.map { EmulatedLogEntry($0.body) }
        }
        let pagination = EmulatedPage<EmulatedLogEntry>.Pagination(
            page: 1,
            limit: 100,
            totalItems: entries.count,
            totalPages: 1
        )
        return Self.json(EmulatedPage(data: entries, pagination: pagination))
    }

    private func trigger(_ jobID: String) async -> (status: Int, headers: [String: String], body: String)? {
        let (job, fault) = state.withLock { state in
            (state.jobs.first { $0.id == jobID }, state.faults.isEmpty ? nil : state.faults.removeFirst())
        }
        if case .refuse(let status, let retryAfter)? = fault {
            let headers = retryAfter.map { ["Retry-After": $0] } ?? [:]
            return (status, headers, #"{"detail":"refused"}"#)
        }
        if fault == .loseRequest { return nil }
        guard let job else { return Self.detail(404, "Cron job not found") }
        guard job.isActive else { return Self.detail(400, "Cron job is not active") }
        state.withLock { $0.triggered.append(jobID) }
        guard let webhook = try? await report(job, responseBody: job.responseBody, times: 1).webhook else {
            return Self.detail(500, "The callback failed")
        }
        guard fault != .loseAnswer else { return nil }
        return Self.json(["data": webhook])
    }

    private static func json(_ value: some Encodable) -> (status: Int, headers: [String: String], body: String) {
        let body = (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return (200, ["Content-Type": "application/json"], body)
    }

    private static func detail(_ status: Int, _ text: String) -> (Int, [String: String], String) {
        (status, ["Content-Type": "application/json"], #"{"detail":"\#(text)"}"#)
    }
}
