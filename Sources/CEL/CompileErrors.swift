/// Every problem found in an expression, in source order.
///
/// A syntax error comes alone; the checker reports all it finds.
public struct CompileErrors: Error, Hashable, Sendable, CustomStringConvertible {
    /// The problems; never empty.
    public let errors: [CompileError]

    /// The problems, one a line.
    public var description: String { errors.map(\.description).joined(separator: "\n") }

    init(_ errors: [CompileError]) {
        self.errors = errors.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }
}
