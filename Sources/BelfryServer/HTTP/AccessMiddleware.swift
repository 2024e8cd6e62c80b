internal import BelfryCore
import HTTPTypes
import Hummingbird

/// Asks the access policy before a route runs.
struct AccessMiddleware: RouterMiddleware {
    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site")
    private static let forwardedFor = HTTPField.Name("X-Forwarded-For")

    let policy: any AccessPolicy
    let crossSite: CrossSiteCheck
    let trustedProxies: [CIDRBlock]

    func handle(
        _ request: Request,
        context: BelfryRequestContext,
        next: (Request, BelfryRequestContext) async throws -> Response
    ) async throws -> Response {
        let asked = accessRequest(request, context)
        if let detail = crossSite.refusal(of: asked) { throw HTTPError(.forbidden, message: detail) }
        switch await policy.decide(asked) {
        case .allowed:
            return try await next(request, context)
        case .unauthenticated(let challenge, let detail):
            throw HTTPError(.unauthorized, headers: [.wwwAuthenticate: challenge], message: detail)
        case .limited(let retryAfter, let detail):
            let seconds = max(1, (retryAfter.microseconds + 999_999) / 1_000_000)
            throw HTTPError(.tooManyRequests, headers: [.retryAfter: String(seconds)], message: detail)
        case .forbidden(let detail):
            throw HTTPError(.forbidden, message: detail)
        }
    }

    /// Whether a request to what is public could ask for the rest too.
    func allows(_ request: Request, _ context: BelfryRequestContext) async -> Bool {
        let asked = accessRequest(request, context)
        guard crossSite.refusal(of: asked) == nil, case .allowed = await policy.decide(asked) else { return false }
        return true
    }

    private func accessRequest(_ request: Request, _ context: BelfryRequestContext) -> AccessRequest {
        let headers = request.headers
        return AccessRequest(
            method: request.method.rawValue,
            path: request.uri.path,
            authorization: headers[.authorization],
            host: request.head.authority,
            origin: headers[.origin],
            fetchSite: Self.fetchSite.flatMap { headers[$0] },
            isForwarded: ForwardedRequest.isForwarded(headers),
            peer: ClientAddress.judged(
                peer: context.peer,
                forwardedFor: Self.forwardedFor.map { headers[values: $0] } ?? [],
                trustedProxies: trustedProxies
            )
        )
    }
}
