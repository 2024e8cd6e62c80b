import ArgumentParser
import BelfryCore
import BelfryServer
import Foundation

/// `belfry send`: posts one signed webhook to a running server.
struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send a signed webhook, as A1Cron does.",
        discussion: """
            WHAT is success, failure, timeout or error for a made-up execution, marked as a test, or a file whose bytes are \
            sent as they are; - is standard input. The secret is the one of the same configuration or data folder as the \
            server's; of several the newest.

            belfry send failure --final
            belfry send success --job 'Data Sync'
            belfry send webhook.json --url https://belfry.example
            """
    )

    @Argument(help: "success, failure, timeout, error, FILE.json or -")
    var what: String

    @Flag(help: "The failure is final: no retry is promised.")
    var final = false

    @Option(help: "Name of the made-up job.")
    var job = SampleExecution.defaultJobName

    @Option(
        help: """
            Address of belfry serve; else http.external_url, also of the running server, else where it listens \
            (http://127.0.0.1:8080 where nothing says so).
            """
    )
    var url: String?

    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        if final, what == SampleExecution.Kind.success.rawValue {
            throw ValidationError("A success has no retry; --final is for failure, timeout and error.")
        }
    }

    func run() async throws {
        let (path, body) = try message()
        let configuration = try options.loadOrExit()
        let secret = try secret(of: configuration)
        let local = configuration.http.localURL
        let sender = WebhookSender(baseURL: await address(configuration), secret: secret)
        if url == nil, sender.baseURL != local { print("to \(sender.baseURL)\(path)") }
        let answer: WebhookSender.Answer
        do {
            answer = try await sender.post(body, to: path)
        } catch {
            StandardError.print("error: \(error)")
            throw ExitCode.failure
        }
        print("\(answer.status) \(answer.body.trimmingCharacters(in: .whitespacesAndNewlines))")
        guard let advice = answer.advice(secretID: secret.id) else { return }
        StandardError.print("error: \(advice)")
        throw ExitCode.failure
    }

    /// Where A1Cron would post: the name of the configuration, or the one that the running server was given by its arguments.
    private func address(_ configuration: Configuration) async -> String {
        if let address = url ?? configuration.http.externalURL { return address }
        let local = configuration.http.localURL
        let token = try? configuration.http.adminToken ?? configuration.dataFolder.read(.adminToken)?.first
        guard let answer = try? await ServerClient(baseURL: local, token: token).call("GET", "/api/v1/address"),
            answer.isAccepted,
            let document = try? JSONDecoder().decode(AddressDocument.self, from: Data(answer.body.utf8))
        else { return local }
        return document.externalURL ?? local
    }

    /// The path and body that the argument asks for.
    private func message() throws -> (path: String, body: [UInt8]) {
        if let kind = SampleExecution.Kind(rawValue: what) {
            let now = Date().timeIntervalSince1970
            let sample = SampleExecution(
                kind,
                jobName: job,
                isFinal: final,
                executionID: "exe_test_\(UUID().uuidString.lowercased())",
                executedAt: Instant(microseconds: Int64(now * 1_000) * 1_000)
            )
            return (sample.path, try sample.body())
        }
        if what == "-" { return ("/webhooks/cron", Array(FileHandle.standardInput.readDataToEndOfFile())) }
        guard let data = FileManager.default.contents(atPath: what) else {
            let kinds = SampleExecution.Kind.allCases.map(\.rawValue)
            let hint = NearestName.hint(what, in: kinds)
            StandardError.print(
                "error: \"\(what)\" is neither \(kinds.joined(separator: ", ")) nor a readable file\(hint)"
            )
            throw ExitCode.failure
        }
        return ("/webhooks/cron", Array(data))
    }

    /// The newest secret of those that the server believes.
    private func secret(of configuration: Configuration) throws -> WebhookSecret {
        let folder = configuration.dataFolder
        do {
            if let secret = try SigningSecret.newest(of: configuration) { return secret }
            StandardError.print(
                "error: \(folder.path(of: .webhookSecret)) does not exist: belfry serve makes it on its first start; run this"
                    + " in the same folder, or with the same --config or --data-dir"
            )
        } catch {
            StandardError.print("error: \(error)")
        }
        throw ExitCode.failure
    }
}
