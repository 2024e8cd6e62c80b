import ArgumentParser
import BelfryCore
import BelfryServer
import Foundation

/// `belfry notify preview`.
struct NotifyPreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Show what each target of a receiver would be sent, without sending it.",
        discussion: """
            Reads the configuration as it stands in the file, so that titles and texts can be tried before they are in force: an error \
            in one is shown with its line. The alert is a sample, or with --alert one of a running belfry serve. Requests are shown \
            as they would be sent, but for secrets.
            """
    )

    @Argument(help: "The receiver's name.")
    var receiver: String

    @Option(help: "Id or fingerprint of an alert, instead of a sample; asks a running belfry serve.")
    var alert: String?

    @Option(help: "firing, reminder, final or resolved; else as the alert stands.", transform: Self.moment)
    var state: PreviewMoment?

    @Option(help: "Sample alerts in one message, 1 to 500.")
    var count = 1

    @Flag(help: "Only the text, without the requests.")
    var textOnly = false

    @Option(help: "text or json.")
    var output = OutputFormat.text

    @OptionGroup var server: ServerAddressOptions

    func validate() throws {
        guard (1...NotificationContent.maximumAlerts).contains(count) else {
            throw ValidationError("--count is a number from 1 to \(NotificationContent.maximumAlerts)")
        }
    }

    func run() async throws {
        let configuration = try server.options.loadOrExit()
        guard let receiver = configuration.receivers.first(where: { $0.name == receiver }) else {
            let names = configuration.receivers.map(\.name).joined(separator: ", ")
            StandardError.print(
                "error: no receiver is named \"\(receiver)\": there \(names.isEmpty ? "are none" : "are \(names)")"
            )
            throw ExitCode.failure
        }
        let now = WallClock.now()
        let found = try await content(now)
        let state = state ?? (found.isFiring ? .firing : .resolved)
        let content = found.at(state, receiver: receiver.name, now: now)
        let targets = await TargetPreview.all(of: receiver, content, configuration, now: now)
        switch output {
        case .json: print(try OutputFormat.json(targets))
        case .text where targets.isEmpty: print("the receiver \"\(receiver.name)\" has no target: it tells nobody")
        case .text: print(targets.map(text).joined(separator: "\n\n"))
        }
    }

    private static func moment(_ text: String) throws -> PreviewMoment {
        guard let moment = PreviewMoment(rawValue: text) else {
            throw ValidationError("--state is \(PreviewMoment.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return moment
    }

    private func content(_ now: Instant) async throws -> NotificationContent {
        guard let alert else { return .sample(alerts: count, at: now) }
        let escaped = alert.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? alert
        let answer = try await server.call("GET", "/api/v1/alerts/\(escaped)/notification")
        return try JSONDecoder().decode(NotificationContent.self, from: Data(answer.utf8))
    }

    /// A target for people.
    private func text(_ target: TargetPreview) -> String {
        var paragraphs = ["== \(target.integration) \(target.target)"]
        if let reason = target.notSent { return "\(paragraphs[0])\n\nnot sent: \(reason)" }
        paragraphs.append(target.text)
        for request in textOnly ? [] : target.requests {
            paragraphs.append(
                (["\(request.method) \(request.address)"] + request.headers).joined(separator: "\n")
            )
            paragraphs.append(request.readableBody)
        }
        return paragraphs.joined(separator: "\n\n")
            .split(separator: "\n", omittingEmptySubsequences: false)
            .map { PlainText.printable(String($0)) }
            .joined(separator: "\n")
    }
}
