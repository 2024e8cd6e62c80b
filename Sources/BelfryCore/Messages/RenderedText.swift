/// Text made from a template, with what the operator wrote kept apart from what was substituted.
///
/// What the operator wrote is markup (`<!here>` works in Slack); what came from outside is text, and each notifier escapes it for
/// its own chat.
public struct RenderedText: Hashable, Codable, Sendable {
    /// One piece of the text.
    public enum Segment: Hashable, Codable, Sendable {
        /// Written by the operator in a rule or configuration file.
        case markup(String)
        /// Substituted: came from a webhook, a label or the database.
        case text(String)
    }

    /// The pieces in order.
    public var segments: [Segment]

    /// A text of these pieces.
    public init(_ segments: [Segment]) {
        self.segments = segments
    }

    /// The whole text with nothing escaped.
    public var plain: String {
        segments.map { segment in
            switch segment {
            case .markup(let text), .text(let text): text
            }
        }.joined()
    }
}
