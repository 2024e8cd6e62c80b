import Hummingbird

extension Response {
    /// An answer whose errors are JSON strings, as Alertmanager's clients expect them.
    static func alertmanager(_ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch let error as HTTPError {
            var response = try Response(json: error.body ?? error.status.reasonPhrase)
            response.status = error.status
            return response
        }
    }
}
