/// A text from outside that is shown with its lines.
struct MessageExcerpt: Hashable {
    /// What it is.
    var title: String
    /// The text.
    var text: String
}
