public import BelfryCore

/// A silence as Alertmanager's API v2 reads and writes it.
public struct SilenceDocument: Codable, Sendable {
    /// Whether it is in force.
    public struct Status: Codable, Sendable {
        /// `active`, `pending` or `expired`.
        public var state: String
    }

    /// Its id; absent in one that is asked for.
    public var id: String?
    /// What an alert has to fulfil.
    public var matchers: [MatcherFields]
    /// From when, in ISO 8601.
    public var startsAt: String
    /// Until when, in ISO 8601.
    public var endsAt: String
    /// When it was last changed, in ISO 8601; absent in one that is asked for.
    public var updatedAt: String?
    /// Who.
    public var createdBy: String
    /// Why.
    public var comment: String
    /// Its state; absent in one that is asked for.
    public var status: Status?

    /// A silence to ask for.
    public init(matchers: [LabelMatcher], startsAt: Instant, endsAt: Instant, createdBy: String, comment: String) {
        self.matchers = matchers.map { MatcherFields($0) }
        self.startsAt = startsAt.iso8601
        self.endsAt = endsAt.iso8601
        self.createdBy = createdBy
        self.comment = comment
    }

    init(_ silence: Silence, at now: Instant) {
        id = silence.id
        matchers = silence.matchers.map { MatcherFields($0) }
        startsAt = silence.startsAt.iso8601
        endsAt = silence.endsAt.iso8601
        updatedAt = silence.updatedAt.iso8601
        createdBy = silence.createdBy
        comment = silence.comment
        status = Status(state: silence.state(at: now).rawValue)
    }

    /// What is wrong with a silence that was sent, for people.
    struct Malformed: Error {
        var message: String
    }

    /// The silence that is asked for.
    func silence(at now: Instant) throws(Malformed) -> Silence {
        guard let start = Instant(iso8601: startsAt.utf8), let end = Instant(iso8601: endsAt.utf8) else {
            throw Malformed(message: "startsAt and endsAt are times such as 2026-11-24T12:00:00Z")
        }
        guard start < end else { throw Malformed(message: "endsAt must be after startsAt") }
        guard end > now else { throw Malformed(message: "endsAt is in the past") }
        guard !matchers.isEmpty else { throw Malformed(message: "a silence needs at least one matcher") }
        let texts = [createdBy, comment] + matchers.flatMap { [$0.name, $0.value] }
        guard !texts.contains(where: { $0.utf8.contains(0) }) else {
            throw Malformed(message: "createdBy, comment and matchers are texts without U+0000")
        }
        var read: [LabelMatcher] = []
        for fields in matchers {
            guard !fields.name.isEmpty else { throw Malformed(message: "a matcher has no name") }
            do throws(LabelMatcherError) {
                read.append(try fields.matcher())
            } catch {
                throw Malformed(message: "\(error)")
            }
        }
        // Alertmanager's rule too: such a silence would keep every alert quiet.
        guard !read.match(LabelSet()) else {
            throw Malformed(message: "at least one matcher must not match the empty string")
        }
        return Silence(
            id: "",
            matchers: read,
            startsAt: start,
            endsAt: end,
            createdBy: createdBy,
            comment: comment,
            updatedAt: now
        )
    }
}
