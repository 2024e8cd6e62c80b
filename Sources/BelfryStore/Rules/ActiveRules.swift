public import BelfryCore
public import Libpq
internal import Synchronization

/// The rule set in force: the database holds it, addressed by its content; this replica keeps it compiled.
public final class ActiveRules: Sendable {
    /// A stored rule set.
    public struct Entry: Sendable {
        /// Its row in `rule_sets`.
        public var id: Int64
        /// The rules, compiled.
        public var rules: RuleSet
    }

    private let cached = Mutex<Entry?>(nil)

    /// Nothing is in force yet.
    public init() {}

    /// The rule set last seen in force; nil before the first start has stored one.
    public var current: Entry? { cached.withLock { $0 } }

    /// Stores a rule set and moves the pointer to it, under the writer's lock; alerts of rules it no longer has are resolved.
    ///
    /// Does nothing but read where it is in force already. Throws `RuleQueriesRefused` where the database refuses a query of theirs.
    public func activate(_ rules: RuleSet, on connection: Connection) async throws {
        let problems = try await RuleQueries.problems(in: rules, on: connection)
        guard problems.isEmpty else { throw RuleQueriesRefused(problems: problems) }
        let entry = try await connection.transaction { connection in
            let header = try await WriterLock.Header(connection.pipeline(WriterLock.queries)[3])
            let files = try JSONColumn.encode(rules.files)
            let stored = try await connection.query(
                Query(
                    "rules.store",
                    """
                    INSERT INTO belfry.rule_sets (hash, files) VALUES (\(rules.hash), \(files))
                    ON CONFLICT (hash) DO UPDATE SET hash = excluded.hash
                    RETURNING rule_set_id
                    """
                )
            )
            let id = try stored[0].decode(Int64.self)
            guard id != header.ruleSetID else { return Entry(id: id, rules: rules) }
            _ = try await connection.pipeline([
                Query("rules.point", "UPDATE belfry.control SET rule_set_id = \(id)"),
                Query(
                    "rules.replace",
                    """
                    UPDATE belfry.rule_sets
                    SET replaced_at = CASE WHEN rule_set_id <> \(id) THEN \(header.now) END
                    WHERE rule_set_id = \(id) OR rule_set_id = \(header.ruleSetID)
                    """
                ),
            ])
            let open = try await connection.query(Self.orphans(of: rules))
            let decision = RuleRemoval.decide(
                try AlertColumns.decode(open),
                batchID: header.batchID,
                now: header.now
            )
            _ = try await connection.pipeline(DecisionQueries.all(decision, header: header))
            try await Self.expectRuns(rules, header, on: connection)
            return Entry(id: id, rules: rules)
        }
        cached.withLock { $0 = entry }
    }

    /// Jobs whose next run is worked out at a time.
    private static let pageSize: Int64 = 500

    /// Works out when every job's next run is expected under new rules, and sets the deadlines of the rules about them.
    private static func expectRuns(_ rules: RuleSet, _ header: WriterLock.Header, on connection: Connection)
        async throws
    {
        try await connection.query(
            Query("deadlines.delete_missed", "DELETE FROM belfry.deadlines WHERE kind = 'missed_run'")
        )
        guard !rules.missedRules.isEmpty else { return }
        var last = ""
        while true {
            let rows = try await connection.query(JobStateColumns.selectActive(after: last, limit: pageSize))
            let states = try JobStateColumns.decode(rows).values.sorted { $0.jobID < $1.jobID }
            guard let latest = states.last else { return }
            last = latest.jobID
            let decision = ScheduleDecider.decide(states, now: header.now, rules: rules)
            var queries = DecisionQueries.deadlines(decision)
            if !decision.jobs.isEmpty { queries.append(JobStateColumns.upsert(decision.jobs)) }
            if !queries.isEmpty { try await connection.pipeline(queries) }
        }
    }

    /// The rules in force in the transaction that read this pointer, loaded and compiled where this replica has others.
    func rules(
        _ id: Int64?,
        on connection: isolated Connection,
        deadline: ContinuousClock.Instant? = nil
    ) async throws -> Entry {
        guard let id else { throw MissingRules() }
        if let entry = current, entry.id == id { return entry }
        let rows = try await connection.query(
            Query("rules.load", "SELECT files FROM belfry.rule_sets WHERE rule_set_id = \(id)"),
            deadline: deadline
        )
        guard let row = rows.first else { throw StoreCorruption(table: "control", key: "rule_set_id \(id)") }
        let files = try JSONColumn.decode([RuleFile].self, from: row.decode(PostgresJSON.self))
        guard let rules = RuleSet.load(files).rules else {
            throw StoreCorruption(table: "rule_sets", key: String(id))
        }
        let entry = Entry(id: id, rules: rules)
        cached.withLock { $0 = entry }
        return entry
    }

    /// Open alerts of rules that are not among these, and those that say that such a rule has no value.
    private static func orphans(of rules: RuleSet) -> Query {
        let names = rules.rules.map(\.alertname)
        return Query(
            "rules.orphans",
            """
            SELECT \(literal: AlertColumns.columns)
            FROM belfry.alert_episodes AS a
            WHERE a.state <> 'resolved'
                AND (
                    a.alertname <> ALL(\(names + BuiltInAlerts.alertnames))
                    OR a.alertname = \(RuleFailureDecider.alertname) AND a.labels ->> 'rule' <> ALL(\(names))
                )
            """
        )
    }
}

/// No rule set has been stored: `serve` does that before it listens.
struct MissingRules: Error, CustomStringConvertible {
    /// What is wrong.
    var description: String { "no rule set is in force; start belfry serve once" }
}
