extension MessageExcerpt {
    /// The text with as many of its units as a budget allows, and not many lines.
    func fitted(_ budget: MessageBudget) -> String {
        let lines = UntrustedText.lines(text).split(separator: "\n", omittingEmptySubsequences: false)
        let most = max(3, budget.excerpt / Self.unitsPerLine)
        let cut = lines.count > most ? lines.prefix(most) + ["…"] : lines[...]
        return UntrustedText.fitted(cut.joined(separator: "\n"), to: budget.excerpt)
    }

    /// A chat spends this much on a line, however short: 1,000 units are at most 20 lines.
    private static let unitsPerLine = 50
}
