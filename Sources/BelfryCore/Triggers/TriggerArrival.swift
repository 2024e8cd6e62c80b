/// A success that counts for a trigger with several parents.
///
/// Of a parent's successes only the newest counts, and each is used once.
public struct TriggerArrival: Hashable, Sendable {
    /// The trigger's name.
    public var trigger: String
    /// Which of its jobs it stands for, as configured.
    public var parent: String
    /// The job that succeeded.
    public var jobID: String
    /// When and as what: its place in the job's history.
    public var position: Position
    /// Its place in a chain: 0 where the job was started by no trigger.
    public var depth: Int32
    /// The firing it was used in: it waits until then, or until a newer one takes its place.
    public var usedIn: AwaitedFiring.Key?

    /// An arrival of these values.
    public init(
        trigger: String,
        parent: String,
        jobID: String,
        position: Position,
        depth: Int32,
        usedIn: AwaitedFiring.Key? = nil
    ) {
        self.trigger = trigger
        self.parent = parent
        self.jobID = jobID
        self.position = position
        self.depth = depth
        self.usedIn = usedIn
    }
}
