internal import BelfryCore

/// A piece of a message before it takes a chat's form.
enum MessagePart: Hashable {
    /// Belfry's own words.
    case words(String)
    /// Text from outside, on one line.
    case text(String)
    /// A point in time; a chat that can shows it in the reader's own zone.
    case instant(Instant)
    /// A link with a label in Belfry's words.
    case link(url: String, label: String)
}

extension [MessagePart] {
    /// The pieces as one line of plain text, links left out.
    func plain(_ clock: ClockText) -> String {
        map { part in
            switch part {
            case .words(let text): text
            case .text(let text): UntrustedText.singleLine(text)
            case .instant(let instant): clock.full(instant)
            case .link: ""
            }
        }.joined()
    }
}
