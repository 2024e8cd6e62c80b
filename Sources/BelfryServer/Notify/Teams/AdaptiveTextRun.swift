/// A piece of a line in which nothing is markup.
///
/// https://adaptivecards.io/explorer/TextRun.html
struct AdaptiveTextRun: Encodable, Hashable {
    private var type = "TextRun"
    private(set) var text: String
    private var weight: String?
    private var size: String?
    private var fontType: String?
    private var isSubtle: Bool?
    private var selectAction: AdaptiveCard.OpenURL?

    private init(_ text: String) {
        // The one thing cards make of a run's text: {{DATE(…)}}.
        self.text = text.replacing("{{", with: "{\u{200B}{")
    }

    /// Plain words.
    static func plain(_ text: String) -> AdaptiveTextRun { AdaptiveTextRun(text) }

    /// A label.
    static func bold(_ text: String) -> AdaptiveTextRun {
        var run = AdaptiveTextRun(text)
        run.weight = "Bolder"
        return run
    }

    /// The headline.
    static func title(_ text: String) -> AdaptiveTextRun {
        var run = bold(text)
        run.size = "Medium"
        return run
    }

    /// A line of what a program said.
    static func code(_ text: String) -> AdaptiveTextRun {
        var run = AdaptiveTextRun(text)
        run.fontType = "Monospace"
        return run
    }

    /// Small print.
    static func subtle(_ text: String) -> AdaptiveTextRun {
        var run = AdaptiveTextRun(text)
        run.isSubtle = true
        run.size = "Small"
        return run
    }

    /// Words that open a page.
    static func link(_ url: String, label: String) -> AdaptiveTextRun {
        var run = AdaptiveTextRun(label)
        run.selectAction = AdaptiveCard.OpenURL(url: url)
        return run
    }
}
