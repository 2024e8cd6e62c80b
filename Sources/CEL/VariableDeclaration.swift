/// A variable an expression may read.
public struct VariableDeclaration: Hashable, Sendable {
    /// The name; `job.p95_ms` is a qualified name and needs no variable `job`.
    public let name: String
    /// The static type of every value the variable can have.
    public let type: CELType

    /// Declares `name` with `type`.
    public init(_ name: String, _ type: CELType) {
        self.name = name
        self.type = type
    }
}
