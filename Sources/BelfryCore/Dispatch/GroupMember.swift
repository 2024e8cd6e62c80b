/// An alert in a notification group.
public struct GroupMember: Hashable, Sendable {
    /// The alert as it stands now.
    public var alert: AlertEpisode
    /// Whether a message has said that it fires: only then is its end told.
    public var isAnnounced: Bool
    /// Why it was held back when the group was last looked at; nil where it was not.
    public var heldBack: HeldBack?
    /// The rule's `remind`.
    public var remind: TimeSpan?
    /// Who has acknowledged it; nil where nobody has.
    public var acknowledgedBy: String?

    /// A member of these values.
    public init(
        alert: AlertEpisode,
        isAnnounced: Bool = false,
        heldBack: HeldBack? = nil,
        remind: TimeSpan? = nil,
        acknowledgedBy: String? = nil
    ) {
        self.alert = alert
        self.isAnnounced = isAnnounced
        self.heldBack = heldBack
        self.remind = remind
        self.acknowledgedBy = acknowledgedBy
    }

    /// Identifies the episode in what was sent: its identity, when it began, and whether it is told as flapping.
    var token: Int64 { token(isFlapping: alert.isFlapping) }

    /// Whether a message that fires has said what there is to say of it; that it flaps is no news to whom has acknowledged it.
    func isTold(in sent: Set<Int64>) -> Bool {
        sent.contains(token) || acknowledgedBy != nil && sent.contains(token(isFlapping: !alert.isFlapping))
    }

    private func token(isFlapping: Bool) -> Int64 {
        let start = UInt64(bitPattern: alert.activeSince.microseconds) &+ (isFlapping ? 1 : 0)
        return Int64(bitPattern: (alert.fingerprint ^ start) &* 0x9E37_79B9_7F4A_7C15 ^ alert.fingerprint)
    }
}
