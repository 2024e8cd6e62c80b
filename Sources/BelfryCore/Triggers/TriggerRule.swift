public import CEL

/// A trigger as it decides: after which jobs' successes, and on what conditions, which job is to be started.
///
/// What is sent, and the secrets for it, are no part of it.
public struct TriggerRule: Sendable {
    /// Its name, unique in the configuration.
    public var name: String
    /// The jobs whose successes fire it: one, or several of which each has to have succeeded.
    public var parents: [TriggerParent]
    /// Within what time all of several jobs have to have succeeded; nil where there is one.
    public var within: TimeSpan?
    /// The name or id of the job it starts; nil where it calls an address.
    public var child: String?
    /// How old a success may be when it arrives.
    public var maxAge: TimeSpan
    /// In what time the job it starts must report; nil where nobody waits for it.
    public var reportWithin: TimeSpan?
    /// The file it stands in; empty where it stands in none.
    public var file = ""
    /// Its line in the file.
    public var line: Int?

    /// A trigger of these values; several parents go with a time within which all have to have succeeded.
    public init(
        name: String,
        parents: [TriggerParent],
        within: TimeSpan? = nil,
        child: String?,
        maxAge: TimeSpan = .hours(1),
        reportWithin: TimeSpan? = nil
    ) {
        self.name = name
        self.parents = parents
        self.within = within
        self.child = child
        self.maxAge = maxAge
        self.reportWithin = reportWithin
    }

    /// A trigger after one job.
    public init(
        name: String,
        after: String,
        condition: Program? = nil,
        child: String?,
        maxAge: TimeSpan = .hours(1),
        reportWithin: TimeSpan? = nil
    ) {
        self.init(
            name: name,
            parents: [TriggerParent(job: after, condition: condition)],
            child: child,
            maxAge: maxAge,
            reportWithin: reportWithin
        )
    }

    /// What fires it, in words.
    public var occasion: String {
        let jobs = parents.map { parent in
            "\"\(parent.job)\"" + (parent.condition.map { " where \($0.source)" } ?? "")
        }
        guard let within else { return "a success of \(jobs.joined())" }
        return "successes within \(within) of all of \(jobs.joined(separator: ", "))"
    }
}
