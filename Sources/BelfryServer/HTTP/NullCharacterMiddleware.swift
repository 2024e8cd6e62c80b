import HTTPTypes
import Hummingbird

/// Refuses addresses with U+0000 in them, which no name or id holds and PostgreSQL takes in no text.
struct NullCharacterMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: BelfryRequestContext,
        next: (Request, BelfryRequestContext) async throws -> Response
    ) async throws -> Response {
        guard !request.uri.string.utf8.contains(0), !request.uri.string.contains("%00") else {
            throw HTTPError(.badRequest, message: "the address holds U+0000 (%00), which no name, id or text may")
        }
        return try await next(request, context)
    }
}
