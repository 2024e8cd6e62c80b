internal import BelfryCore
internal import Foundation

/// The body of a trigger's request: what the operator wrote, with the execution's values in its places.
enum TriggerBody {
    /// The body's bytes.
    ///
    /// In JSON a value is written as the inside of a JSON string, so that `"{{response_body}}"` stays one string whatever the
    /// job has answered; a number stands as it is.
    static func bytes(_ template: Template, _ subject: some RuleSubject, isJSON: Bool) -> [UInt8] {
        let rendered = template.render(subject)
        guard isJSON else { return Array(rendered.plain.utf8) }
        let text = rendered.segments.map { segment in
            switch segment {
            case .markup(let text): text
            case .text(let text): escaped(text)
            }
        }.joined()
        return Array(text.utf8)
    }

    private static func escaped(_ text: String) -> String {
        String(decoding: JSONBody.bytes(text).dropFirst().dropLast(), as: UTF8.self)
    }
}
