/// Keeps alerts quiet for a time: those whose labels fulfil all its matchers.
public struct Silence: Hashable, Sendable {
    /// Whether it is in force.
    public enum State: String, CaseIterable, Sendable {
        /// It is.
        case active
        /// It will be.
        case pending
        /// It was.
        case expired
    }

    /// Its id, a UUID in lower case.
    public var id: String
    /// What an alert has to fulfil, all of it.
    public var matchers: [LabelMatcher]
    /// From when.
    public var startsAt: Instant
    /// Until when.
    public var endsAt: Instant
    /// Who made it.
    public var createdBy: String
    /// Why.
    public var comment: String
    /// When it was last changed.
    public var updatedAt: Instant

    /// A silence of these values.
    public init(
        id: String,
        matchers: [LabelMatcher],
        startsAt: Instant,
        endsAt: Instant,
        createdBy: String,
        comment: String,
        updatedAt: Instant
    ) {
        self.id = id
        self.matchers = matchers
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.createdBy = createdBy
        self.comment = comment
        self.updatedAt = updatedAt
    }

    /// Whether it is in force at a time.
    public func state(at now: Instant) -> State {
        if now < startsAt { return .pending }
        return now < endsAt ? .active : .expired
    }

    /// Whether it keeps an alert with these labels quiet at a time.
    public func silences(_ labels: LabelSet, at now: Instant) -> Bool {
        state(at: now) == .active && matchers.match(labels)
    }
}
