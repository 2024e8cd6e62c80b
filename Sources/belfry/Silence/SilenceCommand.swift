import ArgumentParser
import BelfryCore
import BelfryServer
import Foundation

/// `belfry silence`: keeps alerts quiet for a time.
struct SilenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silence",
        abstract: "Keep alerts quiet for a time, list what keeps them, and end it.",
        discussion: "Uses the API of a running belfry serve; amtool does the same.",
        subcommands: [SilenceAddCommand.self, SilenceListCommand.self, SilenceExpireCommand.self]
    )
}

/// `belfry silence add`.
struct SilenceAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Keep alerts quiet whose labels fulfil every matcher; prints the silence's id.",
        discussion: """
            belfry silence add alertname=JobFailed cron_job_name=~"Report.*" --for 2h --comment migration
            """
    )

    @Argument(help: #"Matchers such as alertname=JobFailed, cron_job_name=~"Report.*" or severity!=critical."#)
    var matchers: [String]

    @Option(name: .customLong("for"), help: "How long, such as 2h or 1d.", transform: TimeSpan.argument)
    var span = TimeSpan.hours(1)

    @Option(help: "Why.")
    var comment: String

    @Option(help: "Who.")
    var by = LoginName.current

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        let now = WallClock.now()
        var conditions: [LabelMatcher] = []
        for text in matchers {
            do throws(LabelMatcherError) {
                conditions += try LabelMatcher.parse(text)
            } catch {
                throw ValidationError("\(error)")
            }
        }
        let silence = SilenceDocument(
            matchers: conditions,
            startsAt: now,
            endsAt: now + span,
            createdBy: by,
            comment: comment
        )
        let body = Array(try JSONEncoder().encode(silence))
        let answer = try await server.call("POST", "/api/v2/silences", body)
        print(try JSONDecoder().decode([String: String].self, from: Data(answer.utf8))["silenceID"] ?? answer)
    }
}

/// `belfry silence list`.
struct SilenceListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List silences.")

    @Flag(help: "Those that have ended too.")
    var expired = false

    @Option(help: "text or json.")
    var output = OutputFormat.text

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        let answer = try await server.call("GET", "/api/v2/silences")
        let silences = try JSONDecoder().decode([SilenceDocument].self, from: Data(answer.utf8))
            .filter { expired || $0.status?.state != "expired" }
        guard output == .text else {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(silences), as: UTF8.self))
            return
        }
        if silences.isEmpty { print("no silence") }
        for silence in silences {
            let matchers = silence.matchers.compactMap { try? $0.matcher().description }.joined(separator: " ")
            print("\(silence.id ?? "")  \(silence.status?.state ?? "")  until \(silence.endsAt)  \(matchers)")
            print("    \(silence.createdBy): \(silence.comment)")
        }
    }
}

/// `belfry silence expire`.
struct SilenceExpireCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expire",
        abstract: "End silences now, by the ids that list shows."
    )

    @Argument(help: "Ids of silences.")
    var ids: [String]

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        for id in ids { _ = try await server.call("DELETE", "/api/v2/silence/\(id)") }
    }
}
