/// Why an alert ended: the `resolve_reason` column.
public enum ResolveReason: String, Sendable {
    /// An execution said so: a success for which the condition is false, or the rule's `resolve`.
    case success
    /// The awaited attempt arrived.
    case arrived
    /// A later run of the job made the awaited attempt pointless.
    case superseded
    /// Its condition has ended.
    case ended
    /// Its job was paused: nobody waits for what did not come.
    case paused
    /// Its job was forgotten.
    case forgotten
    /// The rule is no longer loaded.
    case ruleRemoved = "rule_removed"
}
