public import CEL

/// A trigger as it decides: after which job's success, and on what condition, which job is to be started.
///
/// What is sent, and the secrets for it, are no part of it.
public struct TriggerRule: Sendable {
    /// Its name, unique in the configuration.
    public var name: String
    /// The name or id of the job whose success fires it.
    public var after: String
    /// The condition over the webhook's own names; nil for always.
    public var condition: Program?
    /// The name or id of the job it starts; nil where it calls an address.
    public var child: String?
    /// How old a success may be that still fires it.
    public var maxAge: TimeSpan
    /// In what time the job it starts must report; nil where nobody waits for it.
    public var reportWithin: TimeSpan?

    /// A trigger of these values.
    public init(
        name: String,
        after: String,
        condition: Program? = nil,
        child: String?,
        maxAge: TimeSpan = .hours(1),
        reportWithin: TimeSpan? = nil
    ) {
        self.name = name
        self.after = after
        self.condition = condition
        self.child = child
        self.maxAge = maxAge
        self.reportWithin = reportWithin
    }
}
