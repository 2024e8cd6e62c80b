/// Where a text from outside stands.
enum MarkupPlace: Hashable {
    /// Among other text.
    case open
    /// Among other text, in a sentence of Belfry's that can hold no more of somebody else's than a status.
    case words
    /// In code, on one line.
    case code
    /// In code, with lines.
    case block
}
