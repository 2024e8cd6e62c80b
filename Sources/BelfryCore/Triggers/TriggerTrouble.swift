/// Something about a trigger that a person should know.
public struct TriggerTrouble: Hashable, Sendable {
    /// What it is; the raw value is the name of its alert.
    public enum Kind: String, CaseIterable, Sendable {
        /// The condition had no value.
        case conditionFailed = "TriggerConditionFailed"
        /// It was not sent, was refused, or nobody knows whether it has arrived.
        case notStarted = "TriggerFailed"
        /// It was sent, and the job it starts has not reported in time.
        case silent = "TriggeredJobSilent"
    }

    /// What it is.
    public var kind: Kind
    /// The firing.
    public var firing: AwaitedFiring.Key
    /// What happened, in words.
    public var detail: String

    /// A trouble of these values.
    public init(kind: Kind, firing: AwaitedFiring.Key, detail: String) {
        self.kind = kind
        self.firing = firing
        self.detail = detail
    }
}
