import ArgumentParser
import BelfryCore
import BelfryServer
import Foundation

/// Waits for what becomes of a notification and says it.
struct DeliveryOutcomeOptions: ParsableArguments {
    @Option(help: "How long to wait for the answers, such as 30s.", transform: TimeSpan.argument)
    var wait = TimeSpan.seconds(30)

    @Option(help: "text or json.")
    var output = OutputFormat.text

    private static let pause = Duration.milliseconds(300)

    /// Prints the outcome for each target; fails unless all have accepted.
    ///
    /// `answer` is what the server said when it queued the notification.
    func report(of answer: String, _ server: ServerAddressOptions) async throws {
        var notification = try Self.read(answer)
        let end = ContinuousClock.now + .microseconds(wait.microseconds)
        while !notification.deliveries.allSatisfy(\.isSettled), ContinuousClock.now < end {
            try await Task.sleep(for: Self.pause)
            notification = try Self.read(
                try await server.call("GET", "/api/v1/notifications/\(notification.notificationID)")
            )
        }
        switch output {
        case .text: print(Self.text(notification))
        case .json: print(try OutputFormat.json(notification))
        }
        guard notification.deliveries.allSatisfy(\.isDelivered) else { throw ExitCode.failure }
    }

    private static func read(_ answer: String) throws -> NotificationDocument {
        try JSONDecoder().decode(NotificationDocument.self, from: Data(answer.utf8))
    }

    private static func text(_ notification: NotificationDocument) -> String {
        let rows = notification.deliveries.map { delivery in
            [delivery.integration, delivery.target, word(delivery), answer(delivery)]
        }
        let table = TextTable.lines([["INTEGRATION", "TARGET", "OUTCOME", "ANSWER"]] + rows)
        return (table + ["notification \(notification.notificationID)"]).joined(separator: "\n")
    }

    private static func word(_ delivery: DeliveryStandingDocument) -> String {
        switch delivery.state {
        case "delivered": return "delivered"
        case "rejected": return "refused"
        case "expired", "skipped": return delivery.state
        default: break
        }
        switch delivery.outcome {
        case "channel_broken": return "broken"
        case nil: return delivery.ahead > 0 ? "waiting" : "under way"
        default: return "not yet"
        }
    }

    private static func answer(_ delivery: DeliveryStandingDocument) -> String {
        var words: [String] = []
        if let code = delivery.responseCode, delivery.error == nil { words.append("HTTP \(code)") }
        if let text = delivery.error ?? delivery.responseExcerpt { words.append(String(text.prefix(200))) }
        if delivery.state == "delivered", let latency = delivery.latencyMS { words.append("\(Int(latency)) ms") }
        if delivery.state == "pending" {
            if delivery.ahead > 0 { words.append("\(delivery.ahead) before it") }
            if let next = delivery.nextAttemptAt { words.append("again at \(next)") }
        }
        return words.joined(separator: ", ")
    }
}
