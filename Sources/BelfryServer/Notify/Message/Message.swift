internal import BelfryCore

/// A notification in words, before it takes the form of a chat: every chat says the same.
struct Message {
    /// Whether it is about something that did not really happen.
    var isTest = false
    /// What is wrong, in one line of plain text, without the mark of a test.
    var headline: String
    /// The colour.
    var tone: MessageTone
    /// When what is wrong began; nil when nothing is, or not one thing.
    var since: Instant?
    /// A sentence in Belfry's words that the headline has no room for; may be empty.
    var lead: [MessagePart] = []
    /// The annotation `summary`, or an operator's own text.
    var summary: RenderedText?
    /// The annotation `description`.
    var description: RenderedText?
    /// What is known, most important first.
    var facts: [MessageFact] = []
    /// What the job's endpoint said, with its lines.
    var excerpts: [MessageExcerpt] = []
    /// One line for each alert of a group.
    var items: [MessageItem] = []
    /// Alerts of the group that have no line.
    var furtherItems = 0
    /// Where to go on.
    var links: [MessagePart] = []
    /// Small print: the execution and the labels that are not said elsewhere.
    var footer: [String] = []

    /// The headline as it is shown.
    var title: String { isTest ? "TEST \(headline)" : headline }

    /// The message in one line, for notifications on a phone.
    func fallback(_ clock: ClockText) -> String {
        let beginning = since.map { ", since \(clock.full($0))" } ?? ""
        let sentence = lead.plain(clock)
        return sentence.isEmpty ? title + beginning : "\(title)\(beginning). \(sentence)"
    }
}
