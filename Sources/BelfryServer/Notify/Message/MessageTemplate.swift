internal import BelfryCore

/// The operator's own title or text of a receiver: words with `{{name}}` where something is put in.
///
/// What stands outside of the braces is markup of the chat; what is put in is text and will be escaped.
struct MessageTemplate: Hashable, Sendable {
    private enum Piece: Hashable {
        case markup(String)
        case variable(String)
    }

    private let pieces: [Piece]

    /// Names that can be put in, besides `labels.` and the name of a label.
    static let variables = [
        "alertname", "attempt", "count", "cron_job_id", "cron_job_name", "description", "duration", "error_message",
        "execution_id", "last_runs", "latency", "other_jobs", "reason", "receiver", "response_code", "severity",
        "since",
        "status", "summary", "usual_latency",
    ]

    /// Reads a template; an unknown name is reported and the template is nil.
    init?(_ value: YAMLValue, problems: inout [Problem]) {
        guard let text = value.string(problems: &problems) else { return nil }
        var pieces: [Piece] = []
        var rest = Substring(text)
        while let open = rest.firstRange(of: "{{") {
            pieces.append(.markup(String(rest[..<open.lowerBound])))
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                problems.append(value.problem("\"{{\" without \"}}\""))
                return nil
            }
            let name = rest[open.upperBound..<close.lowerBound].split(separator: " ").joined(separator: " ")
            guard Self.variables.contains(name) || name.hasPrefix(Self.labelPrefix) else {
                let known = Self.variables.joined(separator: ", ")
                let hint = NearestName.hint(name, in: Self.variables)
                problems.append(
                    value.problem("unknown name \"\(name)\" in a template\(hint); valid: \(known), labels.NAME")
                )
                return nil
            }
            pieces.append(.variable(name))
            rest = rest[close.upperBound...]
        }
        self.pieces = pieces + [.markup(String(rest))]
    }

    /// The text for a notification; a name its alerts do not agree on stays empty.
    func rendered(_ content: NotificationContent) -> RenderedText {
        RenderedText(
            pieces.map { piece in
                switch piece {
                case .markup(let text): .markup(text)
                case .variable(let name): .text(Self.value(of: name, in: content))
                }
            }
        )
    }

    private static let labelPrefix = "labels."

    private static func value(of name: String, in content: NotificationContent) -> String {
        switch name {
        case "count": String(content.alerts.count + content.truncatedAlerts)
        case "reason": content.reason.rawValue
        case "receiver": content.receiver
        case "status": content.isFiring ? "firing" : "resolved"
        case "summary", "description": content.commonAnnotations[name]?.plain ?? ""
        case "attempt": common(content) { $0.execution.map { String($0.retryAttempt + 1) } }
        case "duration": common(content) { alert in alert.endsAt.map { DurationText.words($0 - alert.startsAt) } }
        case "error_message": common(content) { $0.execution?.errorMessage }
        case "execution_id": common(content) { $0.execution?.executionID }
        case "last_runs": common(content) { $0.lastRuns?.text }
        case "latency": common(content) { $0.execution.map { DurationText.latency(milliseconds: $0.responseTimeMS) } }
        case "other_jobs": common(content) { String($0.othersWithSameError ?? 0) }
        case "response_code": common(content) { $0.execution?.responseCode.map { String($0) } }
        case "since": common(content) { $0.startsAt.iso8601 }
        case "usual_latency": common(content) { $0.job.p50MS.map { DurationText.latency(milliseconds: $0) } }
        default:
            content.commonLabels[name.hasPrefix(labelPrefix) ? String(name.dropFirst(labelPrefix.count)) : name] ?? ""
        }
    }

    /// What all alerts say alike; empty where they differ.
    private static func common(_ content: NotificationContent, _ value: (AlertFacts) -> String?) -> String {
        let values = Set(content.alerts.map { value($0) ?? "" })
        return values.count == 1 ? values.first ?? "" : ""
    }
}
