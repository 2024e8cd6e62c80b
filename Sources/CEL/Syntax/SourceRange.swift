/// What part of a source text an expression was read from.
public struct SourceRange: Hashable, Sendable {
    /// The first character.
    public let start: SourcePosition
    /// The place after the last character.
    public let end: SourcePosition

    /// The text of the range in `source`, which must be the text the range was made for.
    public func text(in source: String) -> String {
        let utf8 = source.utf8
        guard start.offset <= end.offset, end.offset <= utf8.count else { return "" }
        let first = utf8.index(utf8.startIndex, offsetBy: start.offset)
        let last = utf8.index(utf8.startIndex, offsetBy: end.offset)
        return String(source[first..<last])
    }
}
