import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// Health, readiness and metrics.
struct OperationsController {
    /// The methods of the paths that people type, for 405.
    static let methods = ["/": "GET", "/metrics": "GET", "/-/healthy": "GET", "/-/ready": "GET", "/-/reload": "POST"]

    let readiness: @Sendable () async -> [Unreadiness]
    /// Who is told why it is not ready in full.
    let access: AccessMiddleware
    let metrics: MetricsRenderer

    /// Routes that need no token.
    func addPublicRoutes(to router: some RouterMethods<BelfryRequestContext>) {
        router.get("/-/healthy") { _, _ in Self.text("ok\n") }
        router.get("/-/ready") { request, context -> Response in
            let reasons = await readiness()
            guard !reasons.isEmpty else { return Self.text("ready\n") }
            let isTrusted = await access.allows(request, context)
            let detail = reasons.map { reason in
                isTrusted ? reason.detail.map { "\(reason.reason): \($0)" } ?? reason.reason : reason.reason
            }.joined(separator: "; ")
            return Response(ProblemDetails(status: 503, title: "not ready", detail: detail))
        }
    }

    /// Routes that access is asked for.
    func addRoutes(to router: some RouterMethods<BelfryRequestContext>) {
        router.get("/metrics") { request, _ in try await exposition(for: request) }
    }

    private func exposition(for request: Request) async throws -> Response {
        let collect = request.uri.queryParameters
            .filter { Self.isCollect($0.key) }
            .map { String($0.value) }
        // Several fields of one name mean the same as one with a comma.
        let accept = request.headers[values: .accept].joined(separator: ",")
        do throws(UnknownCollector) {
            let exposition = try await metrics.exposition(
                accept: accept.isEmpty ? nil : accept,
                acceptEncoding: request.headers[values: .acceptEncoding].joined(separator: ","),
                collect: collect
            )
            var headers: HTTPFields = [.contentType: exposition.contentType, .vary: "Accept, Accept-Encoding"]
            headers[.contentEncoding] = exposition.contentEncoding
            let body = ResponseBody { writer in
                try await exposition.body.write { try await writer.write($0) }
                try await writer.finish(nil)
            }
            return Response(status: .ok, headers: headers, body: body)
        } catch {
            throw HTTPError(.badRequest, message: "\(error)")
        }
    }

    /// Whether a query key is `collect[]`; Hummingbird leaves keys as they came, and Prometheus escapes the brackets.
    private static func isCollect(_ key: Substring) -> Bool {
        let key = key.lowercased()
        return key.replacing("%5b", with: "[").replacing("%5d", with: "]") == "collect[]"
    }

    private static func text(_ text: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
