/// A line of a file that is no execution.
public struct ImportProblem: Error, Hashable, CustomStringConvertible {
    /// What is wrong with it.
    public var description: String
}
