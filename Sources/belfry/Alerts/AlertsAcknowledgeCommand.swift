import ArgumentParser
import BelfryServer
import Foundation

/// `belfry alerts ack`.
struct AlertsAcknowledgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Take alerts upon yourself: they are not repeated, and their end is told.",
        discussion: "belfry alerts ack 4711 --comment 'on it'"
    )

    @Argument(help: "Ids or fingerprints of open alerts, as belfry alerts list shows them.")
    var alerts: [String]

    @Option(help: "Who; else your login name.")
    var by = LoginName.current

    @Option(help: "Why, or what is being done.")
    var comment: String?

    @Flag(help: "Take acknowledgements back.")
    var undo = false

    @OptionGroup var server: ServerAddressOptions

    func run() async throws {
        let body = Array(try JSONEncoder().encode(AcknowledgementRequest(by: by, comment: comment)))
        for alert in alerts {
            guard let id = alert.addingPercentEncoding(withAllowedCharacters: .alphanumerics) else { continue }
            let path = "/api/v1/alerts/\(id)/ack"
            let answer = try await undo ? server.call("DELETE", path) : server.call("POST", path, body)
            let standing = try JSONDecoder().decode(AcknowledgementDocument.self, from: Data(answer.utf8))
            let job = JobWords.of(standing.jobID, named: standing.jobName)
            print("\(standing.alertID)  \(standing.alertname)\(job)  \(Self.words(standing))")
        }
    }

    private static func words(_ standing: AcknowledgementDocument) -> String {
        guard let by = standing.acknowledgedBy else { return "not acknowledged" }
        return "acknowledged by \(by)" + (standing.acknowledgedAt.map { " at \($0)" } ?? "")
    }
}
