/// How much of the long parts of a message is shown, in UTF-16 units after escaping.
struct MessageBudget: Hashable {
    /// What a line of a list says; later ones say less.
    enum Detail: Int, Comparable {
        /// Everything, with a link to the job.
        case linked
        /// Everything.
        case full
        /// Times without an age.
        case brief
        /// What it is about.
        case subject

        static func < (left: Detail, right: Detail) -> Bool { left.rawValue < right.rawValue }
    }

    /// Units of summary and description each.
    var prose: Int
    /// Units of each excerpt.
    var excerpt: Int
    /// Units of a text from outside in a fact or a line.
    var text: Int
    /// Lines of a list.
    var items: Int
    /// What the lines of a list say.
    var detail: Detail

    /// Units of a link's address.
    static let maximumLink = 500

    /// As much as anybody reads.
    static let generous = MessageBudget(prose: 1_500, excerpt: 1_000, text: 200, items: 50, detail: .linked)

    /// From generous to bare.
    static let steps = [
        generous,
        MessageBudget(prose: 1_000, excerpt: 700, text: 100, items: 50, detail: .full),
        MessageBudget(prose: 500, excerpt: 400, text: 60, items: 50, detail: .brief),
        MessageBudget(prose: 300, excerpt: 200, text: 40, items: 50, detail: .subject),
        bare,
    ]

    /// Small enough for every chat whatever the content is.
    static let bare = MessageBudget(prose: 150, excerpt: 100, text: 30, items: 15, detail: .subject)

    /// The most generous rendering that fits, else the barest.
    static func fitting<Rendering>(
        _ render: (MessageBudget) -> Rendering,
        where fits: (Rendering) -> Bool
    ) -> Rendering {
        for budget in steps.dropLast() {
            let rendering = render(budget)
            if fits(rendering) { return rendering }
        }
        return render(bare)
    }
}
