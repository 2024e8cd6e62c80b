/// A notification group: alerts of one receiver that share the labels of `group_by`.
public struct GroupState: Hashable, Sendable {
    /// A moment that never comes.
    public static let never = Instant(microseconds: .max)

    /// The receiver's name.
    public var receiver: String
    /// `GroupKey.id`.
    public var key: String
    /// The labels its alerts share by definition.
    public var labels: LabelSet
    /// How long after a message it waits before it tells what changed.
    public var groupInterval: TimeSpan
    /// How long it waits before it is sent again unchanged.
    public var repeatInterval: TimeSpan
    /// When it is looked at next; `never` while nothing can change by time alone.
    public var nextFlushAt: Instant
    /// How many messages it has had.
    public var flushNumber: Int64
    /// When the latest was decided.
    public var lastNotifiedAt: Instant?
    /// What the latest message said fires.
    public var sentFiring: Set<Int64>
    /// What the latest message said has ended.
    public var sentResolved: Set<Int64>
    /// Whether a run behind one of its alerts has failed for good since the latest message.
    public var isFinal: Bool

    /// A group nobody has been told of.
    public init(receiver: String, key: GroupKey, route: ResolvedRoute, nextFlushAt: Instant) {
        self.init(
            receiver: receiver,
            key: key.id,
            labels: key.labels,
            groupInterval: route.groupInterval,
            repeatInterval: route.repeatInterval,
            nextFlushAt: nextFlushAt,
            flushNumber: 0,
            lastNotifiedAt: nil,
            sentFiring: [],
            sentResolved: [],
            isFinal: false
        )
    }

    /// A group with every field given; used where it is read back from the database.
    public init(
        receiver: String,
        key: String,
        labels: LabelSet,
        groupInterval: TimeSpan,
        repeatInterval: TimeSpan,
        nextFlushAt: Instant,
        flushNumber: Int64,
        lastNotifiedAt: Instant?,
        sentFiring: Set<Int64>,
        sentResolved: Set<Int64>,
        isFinal: Bool
    ) {
        self.receiver = receiver
        self.key = key
        self.labels = labels
        self.groupInterval = groupInterval
        self.repeatInterval = repeatInterval
        self.nextFlushAt = nextFlushAt
        self.flushNumber = flushNumber
        self.lastNotifiedAt = lastNotifiedAt
        self.sentFiring = sentFiring
        self.sentResolved = sentResolved
        self.isFinal = isFinal
    }
}
