/// How much of the long parts of a message is shown.
struct SlackBudget: Hashable {
    /// Units of summary and description each.
    var prose: Int
    /// Units of each excerpt.
    var excerpt: Int
    /// Units of a text from outside in a fact or a line.
    var text: Int
    /// Lines of a list.
    var items: Int
    /// Whether each line of a list links to its job.
    var linksItems: Bool

    /// From generous to bare; the first with which the payload is small enough is taken.
    static let steps = [
        SlackBudget(prose: 1_500, excerpt: 1_000, text: 200, items: 50, linksItems: true),
        SlackBudget(prose: 1_000, excerpt: 700, text: 100, items: 50, linksItems: false),
        SlackBudget(prose: 500, excerpt: 400, text: 60, items: 50, linksItems: false),
        SlackBudget(prose: 300, excerpt: 200, text: 40, items: 30, linksItems: false),
        bare,
    ]

    /// Small enough whatever the content is.
    static let bare = SlackBudget(prose: 150, excerpt: 100, text: 30, items: 15, linksItems: false)
}
