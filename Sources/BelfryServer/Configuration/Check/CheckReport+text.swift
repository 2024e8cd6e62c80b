internal import Foundation

extension CheckReport {
    /// The report as a table for people, without the problems.
    public var text: String {
        let rows = rows
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { $0.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $1 }.joined(separator: "\n")
    }

    /// The verdict in a line.
    public var summary: String {
        let counts = [(errors.count, "error"), (warnings.count, "warning")].map { "\($0) \($1)\($0 == 1 ? "" : "s")" }
        return "\(ok ? "OK" : "NOT OK"): \(counts.joined(separator: ", "))"
    }

    /// The report as a JSON object for scripts; what is unknown is absent.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    private var rows: [(String, String)] {
        var rows: [(String, String)] = [("configuration", file ?? "no file; built-in settings")]
        if let listen { rows.append(("listening", listen + (webhookListen.map { ", webhooks alone on \($0)" } ?? ""))) }
        if let successURL, let failureURL {
            rows += [("success_url", successURL), ("failure_url", failureURL)]
        } else if listen != nil {
            rows.append(("callbacks", "unknown: http.external_url is not set"))
        }
        if let database { rows.append(("database", database)) }
        if let webhookSecrets { rows.append(("webhook secret", webhookSecrets)) }
        let names = ruleFiles.joined(separator: ", ")
        rows.append(("rules", rules.map { "\($0) from \(names)" } ?? "not usable"))
        for receiver in receivers {
            let targets = receiver.integrations.isEmpty ? "tells nobody" : receiver.integrations.joined(separator: ", ")
            rows.append(("receiver", "\(receiver.name): \(targets)"))
        }
        rows += routes.map { ("route", "\($0.matchers) -> \($0.receiver)") }
        return rows + triggers.map { ("trigger", "\($0.name): \($0.after) -> \($0.does)") }
    }
}
