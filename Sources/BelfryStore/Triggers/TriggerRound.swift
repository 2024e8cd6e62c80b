/// What a look at the triggers that are due came to.
public struct TriggerRound: Sendable {
    /// What is to be sent now, by the caller and nobody else.
    public var claims: [TriggerClaim]
    /// The triggers given up as too old to be sent, a name for each firing.
    public var gaveUp: [String]
    /// The triggers in doubt from now on because their sender stopped, a name for each firing.
    public var abandoned: [String]
}
