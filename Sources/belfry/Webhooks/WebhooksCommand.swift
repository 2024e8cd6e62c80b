import ArgumentParser
import BelfryServer
import Foundation

/// `belfry webhooks`: what arrives, and why it is refused.
struct WebhooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks",
        abstract: "Show the latest webhook requests, with the exact reason of every refusal.",
        discussion: """
            Uses the API of a running belfry serve, which keeps its last 100 acknowledged and its last 100 refused requests in \
            memory. Under load not every acknowledged one is kept; how many were left out is said. With --output json and \
            --follow, every line is one request.
            """
    )

    /// How often a follower asks.
    private static let pause = Duration.milliseconds(500)
    private static let maximum = 100

    @Flag(help: "Go on and show requests as they arrive.")
    var follow = false

    @Flag(help: "Only those that were refused.")
    var failed = false

    @Flag(help: "Show bodies whole, up to 4 KiB; else their beginning, and only of what was refused.")
    var body = false

    @Option(name: [.customShort("n"), .customLong("lines")], help: "How many of the latest, up to 100.")
    var count = 20

    @Option(help: "text or json.")
    var output = OutputFormat.text

    @OptionGroup var server: ServerAddressOptions

    func validate() throws {
        guard (1...Self.maximum).contains(count) else { throw ValidationError("-n takes 1 to \(Self.maximum)") }
    }

    func run() async throws {
        var latest = try await list(after: 0, limit: count)
        guard follow else {
            try show(latest)
            if output == .text, latest.webhooks.isEmpty {
                print("no \(failed ? "refused webhook" : "webhook") since \(latest.since)")
            }
            return
        }
        var after: Int64 = 0
        while true {
            try show(latest)
            fflush(nil)
            after = latest.webhooks.last?.number ?? after
            try await Task.sleep(for: Self.pause)
            let next = try await list(after: after, limit: Self.maximum)
            if next.since != latest.since {
                // The server was started again, and counts anew.
                after = 0
                latest = try await list(after: 0, limit: Self.maximum)
            } else {
                latest = next
            }
        }
    }

    private func list(after: Int64, limit: Int) async throws -> WebhookListDocument {
        let path = "/api/v1/webhooks?after=\(after)&limit=\(limit)\(failed ? "&failed=true" : "")"
        return try JSONDecoder().decode(
            WebhookListDocument.self,
            from: Data(try await server.call("GET", path).utf8)
        )
    }

    private func show(_ list: WebhookListDocument) throws {
        switch output {
        case .text:
            for webhook in list.webhooks { print(WebhookLines.text(webhook, withBody: body, showsGaps: !failed)) }
        case .json where follow:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            for webhook in list.webhooks { print(String(decoding: try encoder.encode(webhook), as: UTF8.self)) }
        case .json:
            print(try OutputFormat.json(list.webhooks))
        }
    }
}
