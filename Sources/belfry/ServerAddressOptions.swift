import ArgumentParser
import BelfryServer
import Foundation

/// The server a command talks to.
struct ServerAddressOptions: ParsableArguments {
    @Option(
        help: """
            Address of belfry serve; else where the configuration says it listens (http://127.0.0.1:8080 where it says \
            nothing).
            """
    )
    var url: String?

    @Option(help: "File with the admin token; else the configured one, or the one in the data folder.")
    var tokenFile: String?

    @OptionGroup var options: ConfigurationOptions

    /// Calls the server; an answer that says no ends the command with what it says.
    func call(_ method: String, _ path: String, _ body: [UInt8]? = nil) async throws -> String {
        let configuration = try options.loadOrExit()
        let client = ServerClient(baseURL: url ?? configuration.http.localURL, token: try token(configuration))
        do {
            let answer = try await client.call(method, path, body: body)
            guard !answer.isAccepted else { return answer.body }
            StandardError.print("error: \(client.baseURL) answers \(answer.status): \(Self.reason(answer.body))")
        } catch {
            StandardError.print("error: \(error)")
        }
        throw ExitCode.failure
    }

    private func token(_ configuration: Configuration) throws -> Secret? {
        if let tokenFile {
            guard let text = try? String(contentsOfFile: tokenFile, encoding: .utf8) else {
                throw ValidationError("cannot read the admin token from \(tokenFile)")
            }
            return Secret(text.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        if let token = configuration.http.adminToken { return token }
        return try? configuration.dataFolder.read(.adminToken)?.first
    }

    /// The text of a JSON string or of problem details.
    private static func reason(_ body: String) -> String {
        let data = Data(body.utf8)
        if let text = try? JSONDecoder().decode(String.self, from: data) { return text }
        struct Problem: Decodable { var detail: String? }
        return (try? JSONDecoder().decode(Problem.self, from: data))?.detail ?? body
    }
}
