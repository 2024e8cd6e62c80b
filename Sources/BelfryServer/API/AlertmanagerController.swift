internal import BelfryCore
internal import BelfryStore
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The part of Alertmanager's API v2 that `amtool` and Grafana use, but for the alerts: silences, receivers, status.
struct AlertmanagerController: Sendable {
    private static let maximumBodyBytes = 64 * 1_024

    let silences: SilenceStore
    let routing: ActiveRouting
    let version: String
    /// When this process began.
    let startedAt: Instant

    func addRoutes(to router: RouterGroup<BelfryRequestContext>) {
        router.get("/api/v2/silences") { request, _ in try await Response.alertmanager { try await list(request) } }
        router.post("/api/v2/silences") { request, _ in try await Response.alertmanager { try await create(request) } }
        router.get("/api/v2/silence/:id") { _, context in
            try await Response.alertmanager { try await show(try Self.id(context)) }
        }
        router.delete("/api/v2/silence/:id") { _, context in
            try await Response.alertmanager { try await expire(try Self.id(context)) }
        }
        router.get("/api/v2/receivers") { _, _ in
            try Response(json: Set(routing.current.dispatch.root.nodes.map(\.receiver)).sorted().map { ["name": $0] })
        }
        router.get("/api/v2/status") { _, _ in
            try Response(json: StatusDocument(version: version, startedAt: startedAt))
        }
    }

    // MARK: Silences

    private func list(_ request: Request) async throws -> Response {
        let filters = try request.matchers()
        let (all, now) = try await silences.all()
        let found = all.filter { silence in
            let labels = LabelSet(Dictionary(silence.matchers.map { ($0.name, $0.value) }) { $1 })
            return filters.allSatisfy { $0.matches(labels) }
        }
        return try Response(json: found.map { SilenceDocument($0, at: now) })
    }

    private func show(_ id: String) async throws -> Response {
        let (all, now) = try await silences.all()
        guard let silence = all.first(where: { $0.id == id.lowercased() }) else { throw Self.noSilence(id) }
        return try Response(json: SilenceDocument(silence, at: now))
    }

    private func create(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: Self.maximumBodyBytes)
        let document: SilenceDocument
        do {
            document = try JSONDecoder().decode(SilenceDocument.self, from: Data(body.readableBytesView))
        } catch {
            throw HTTPError(
                .badRequest,
                message: "not a silence: matchers, startsAt, endsAt, createdBy and comment are needed"
            )
        }
        let silence: Silence
        do throws(SilenceDocument.Malformed) {
            silence = try document.silence(at: WallClock.now())
        } catch {
            throw HTTPError(.badRequest, message: error.message)
        }
        let id = document.id.flatMap { $0.isEmpty ? nil : $0 }
        do {
            return try Response(json: ["silenceID": try await silences.put(silence, replacing: id)])
        } catch SilenceStore.Refusal.notFound {
            throw Self.noSilence(id ?? "")
        }
    }

    private func expire(_ id: String) async throws -> Response {
        do {
            try await silences.expire(id)
        } catch SilenceStore.Refusal.notFound {
            throw Self.noSilence(id)
        } catch SilenceStore.Refusal.expired {
            throw HTTPError(.badRequest, message: "silence \(id) has expired already")
        }
        return Response(status: .ok)
    }

    // MARK: Parts

    private static func id(_ context: BelfryRequestContext) throws -> String { try context.parameters.require("id") }

    private static func noSilence(_ id: String) -> HTTPError {
        HTTPError(.notFound, message: "there is no silence \(id.prefix(64))")
    }
}

/// `GET /api/v2/status`, as far as it means anything here.
private struct StatusDocument: Encodable {
    struct Cluster: Encodable {
        let status = "disabled"
        let peers: [String] = []
    }

    struct VersionInfo: Encodable {
        let version: String
        let branch = ""
        let buildDate = ""
        let buildUser = ""
        let goVersion = ""
        let revision = ""
    }

    struct Config: Encodable {
        let original = "# Belfry: see belfry check"
    }

    let cluster = Cluster()
    let versionInfo: VersionInfo
    let config = Config()
    let uptime: String

    init(version: String, startedAt: Instant) {
        versionInfo = VersionInfo(version: "belfry \(version)")
        uptime = startedAt.iso8601
    }
}
