/// Why a server cannot start.
public struct ServerError: Error, Sendable, CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String

    /// An error with this description.
    public init(_ description: String) {
        self.description = description
    }
}
