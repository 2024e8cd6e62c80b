import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOHTTP1

/// Turns every error of a route into problem details, and the 404 of a known path into 405.
struct ProblemMiddleware: RouterMiddleware {
    /// The methods of the paths that have routes, where they are known here.
    let methods: [String: String]

    func handle(
        _ request: Request,
        context: BelfryRequestContext,
        next: (Request, BelfryRequestContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as any HTTPResponseError {
            response = problem(of: error, request)
        } catch let error as HTTPParserError {
            throw error
        } catch {
            context.logger.error(
                "a request failed",
                metadata: ["http.path": "\(request.uri.path)", "error": "\(error)"]
            )
            response = Response(ProblemDetails(status: 500, title: "internal error", detail: "the log says why"))
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }

    private func problem(of error: any HTTPResponseError, _ request: Request) -> Response {
        let detail = (error as? HTTPError)?.body
        guard error.status == .notFound, detail == nil else {
            let title = error.status.reasonPhrase.lowercased()
            let headers = (error as? HTTPError)?.headers ?? [:]
            return Response(ProblemDetails(status: error.status.code, title: title, detail: detail), headers: headers)
        }
        if let allowed = methods[request.uri.path] {
            let problem = ProblemDetails(
                status: 405,
                title: "method not allowed",
                detail: "this address takes \(allowed)"
            )
            return Response(problem, headers: [.allow: allowed])
        }
        return Response(
            ProblemDetails(status: 404, title: "not found", detail: "there is nothing at this address")
        )
    }
}
