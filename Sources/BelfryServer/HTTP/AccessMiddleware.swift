internal import BelfryCore
import HTTPTypes
import Hummingbird

/// Asks the access policy before a route runs.
struct AccessMiddleware: RouterMiddleware {
    let policy: any AccessPolicy

    func handle(
        _ request: Request,
        context: BelfryRequestContext,
        next: (Request, BelfryRequestContext) async throws -> Response
    ) async throws -> Response {
        let decision = await policy.decide(
            AccessRequest(
                method: request.method.rawValue,
                path: request.uri.path,
                authorization: request.headers[.authorization],
                host: request.head.authority,
                origin: request.headers[.origin],
                peer: context.peer
            )
        )
        switch decision {
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
}
