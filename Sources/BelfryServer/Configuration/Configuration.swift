public import BelfryCore

/// All settings of a process, from flags, environment variables and one file; every value was checked when it was read.
///
/// docs/configuration.md lists the keys. A `Configuration()` is what `belfry serve` runs with when nobody says anything.
public struct Configuration: Sendable {
    /// The file that was read; nil where there is none.
    public var file: String?
    /// `http`: where people, Prometheus and A1Cron reach this process.
    public var http = HTTP()
    /// `database`: the database that holds all state.
    public var database = Database()
    /// `data_dir`: what this machine keeps.
    public var dataFolder = DataFolder(path: "data")
    /// `webhook`: which webhooks are believed.
    public var webhook = Webhook()
    /// `rule_files`: patterns of rule files, usable from the current folder; nil for the built-in rules.
    public var ruleFiles: [String]?
    /// `outbound`: where this process may connect to.
    public var outbound = Outbound()
    /// `global`: what receivers take from outside of themselves.
    public var global = GlobalDefaults()
    /// `route`: who hears of which alert; nil where there is no receiver, so that alerts are recorded and shown only.
    public var route: Route?
    /// `receivers`: those who hear of alerts, in the order of the file.
    public var receivers: [Receiver] = []
    /// `fallback`: the receiver that hears of broken ones and gets what waits for removed ones; nil for none.
    public var fallback: String?
    /// `inhibit_rules`: which alerts are muted while another fires.
    public var inhibitRules = InhibitRule.shipped
    /// `triggers`: which job's success starts what, in the order of the file.
    public var triggers: [Trigger] = []
    /// `a1cron`: access to A1Cron's API; nil where not configured.
    public var a1cron: A1Cron?
    /// `heartbeat`: who is told that Belfry works; nil for nobody.
    public var heartbeat: Heartbeat?
    /// `retention`: how long history is kept.
    public var retention = Retention()
    /// `timezone`: the IANA name of the zone in which messages write clock times.
    public var timeZone = "UTC"

    /// What each top-level key of the file says, as a hash: what has changed between two readings in one process.
    var sections: [String: Int] = [:]

    /// The settings of an empty configuration.
    public init() {}

    /// The top-level keys whose values differ from those of a later reading and that a reload does not apply.
    func sectionsReadAtStart(changedIn later: Configuration) -> [String] {
        let reloaded = [
            "rule_files", "triggers", "a1cron", "global", "route", "receivers", "fallback", "inhibit_rules",
            "time_intervals",
        ]
        return Set(sections.keys).union(later.sections.keys)
            .filter { !reloaded.contains($0) && sections[$0] != later.sections[$0] }
            .sorted()
    }

    /// The receiver of a name.
    public func receiver(named name: String) -> Receiver? {
        receivers.first { $0.name == name }
    }
}
