/// A function of the host's own, added to the standard library.
public struct FunctionDeclaration: Sendable {
    /// The name; `text.shout` is a function in a namespace and is called `text.shout(x)`.
    public let name: String
    /// The ways to call it.
    ///
    /// A name the standard library has gains these overloads and keeps its own.
    public let overloads: [Overload]

    /// Declares `name` with `overloads`.
    public init(_ name: String, overloads: [Overload]) {
        self.name = name
        self.overloads = overloads
    }
}
