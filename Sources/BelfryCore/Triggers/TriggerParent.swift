public import CEL

/// A job whose success a trigger waits for.
public struct TriggerParent: Sendable {
    /// Its name or id.
    public var job: String
    /// The condition over the webhook's own names on which a success of it counts; nil for always.
    public var condition: Program?

    /// A parent of these values.
    public init(job: String, condition: Program? = nil) {
        self.job = job
        self.condition = condition
    }
}
