/// One problem of an expression, with its place.
public struct CompileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// The column, from 1, in characters (Unicode scalars).
    public let column: Int
    /// What is wrong, in one sentence without a full stop.
    public let message: String

    /// Creates an error at a place.
    public init(line: Int, column: Int, message: String) {
        self.line = line
        self.column = column
        self.message = message
    }

    /// `line:column: message`.
    public var description: String { "\(line):\(column): \(message)" }

    init(_ position: SourcePosition, _ message: String) {
        self.init(line: position.line, column: position.column, message: message)
    }
}
