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
        "alertname", "count", "cron_job_id", "cron_job_name", "description", "reason", "receiver", "severity", "status",
        "summary",
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
        default:
            content.commonLabels[name.hasPrefix(labelPrefix) ? String(name.dropFirst(labelPrefix.count)) : name] ?? ""
        }
    }
}
