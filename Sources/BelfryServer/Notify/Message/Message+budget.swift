internal import BelfryCore

extension Message {
    /// Summary and description, as far as there are any.
    var prose: [RenderedText] {
        [summary, description].compactMap { $0 }.filter { $0.plain.contains { !$0.isWhitespace } }
    }

    /// Links that leave room for the rest: of a longer one half would be worth nothing.
    var shortLinks: [(url: String, label: String)] { links.compactMap(\.shortLink) }

    /// The lines of a list that a budget allows, as long as it allows, and how many alerts have none.
    func lines(_ budget: MessageBudget) -> (shown: [MessageItem], further: Int) {
        let shown = items.prefix(budget.items).map { item in
            MessageItem(
                parts: item.parts(budget.detail),
                link: budget.detail == .linked ? item.link : nil
            )
        }
        return (shown, furtherItems + items.count - shown.count)
    }
}
