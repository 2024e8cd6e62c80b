/// A place in a source text.
public struct SourcePosition: Hashable, Sendable {
    /// The offset in UTF-8 bytes from the start.
    public let offset: Int
    /// The line, from 1.
    public let line: Int
    /// The column, from 1, in characters (Unicode scalars).
    public let column: Int

    static let start = SourcePosition(offset: 0, line: 1, column: 1)
}
