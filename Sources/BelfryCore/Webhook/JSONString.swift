/// Where a string lies in a JSON text.
struct JSONString {
    /// The bytes between the quotes.
    let range: Range<Int>
    /// Whether there is a backslash among them.
    let isEscaped: Bool
}
