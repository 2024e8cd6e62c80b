/// An execution that turned out to be what a trigger has started.
public struct TriggerLink: Hashable, Sendable {
    /// The firing.
    public var firing: AwaitedFiring.Key
    /// The job it has started.
    public var childJobID: String
    /// The execution.
    public var childExecutionID: String
    /// Its run.
    public var childRunID: String

    /// A link of these values.
    public init(firing: AwaitedFiring.Key, childJobID: String, childExecutionID: String, childRunID: String) {
        self.firing = firing
        self.childJobID = childJobID
        self.childExecutionID = childExecutionID
        self.childRunID = childRunID
    }
}
