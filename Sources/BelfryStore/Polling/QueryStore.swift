public import BelfryCore
public import Libpq

/// Decides the rules about the rows of a query: it is asked read-only and in bounded time and size, and where something would change,
/// decided again under the writer's lock.
public actor QueryStore {
    /// Rows of an answer: a rule whose query has more is mistaken.
    static let maximumRows = 1_000
    /// How long a query may take.
    private static let timeout = "5s"
    /// The role it is asked as, where there is one.
    private static let role = "belfry_reader"

    private let pool: ConnectionPool
    private let rules: ActiveRules
    /// When each rule is asked next, by its name.
    private var dueAt: [String: Instant] = [:]

    /// A store on this pool.
    public init(pool: ConnectionPool, rules: ActiveRules) {
        self.pool = pool
        self.rules = rules
    }

    /// Asks the queries that are due and decides what their rows change; returns after COMMIT.
    ///
    /// A query that fails leaves its rule's alerts as they are, and is in the report.
    public func decideDue() async throws -> PollReport {
        guard let active = rules.current, !active.rules.queryRules.isEmpty else { return PollReport() }
        return try await pool.withConnection { connection in
            let now = try await PollQueries.now(connection)
            var report = PollReport()
            for rule in active.rules.queryRules where (self.dueAt[rule.alertname] ?? now) <= now {
                self.dueAt[rule.alertname] = now + rule.every
                report.add(try await Self.decide(rule, active, on: connection))
            }
            return report
        }
    }

    /// Whether the database takes a rule's query; what is wrong with it otherwise.
    public static func problem(with rule: Rule, on connection: Connection) async throws -> String? {
        do {
            _ = try await rows(of: rule, on: connection)
            return nil
        } catch let error as PostgresError where connection.isUsable {
            return error.message
        } catch let error as QueryRefused {
            return "\(error)"
        }
    }

    private static func decide(
        _ rule: Rule,
        _ active: ActiveRules.Entry,
        on connection: Connection
    ) async throws -> PollReport {
        let rows: [QueryRow]
        do {
            rows = try await Self.rows(of: rule, on: connection)
        } catch let error as PostgresError where connection.isUsable {
            return PollReport(refusals: [(rule.alertname, error.message)])
        } catch let error as QueryRefused {
            return PollReport(refusals: [(rule.alertname, "\(error)")])
        }
        let open = try AlertColumns.decode(
            try await connection.query(AlertColumns.selectOpen(alertnames: [rule.alertname]))
        )
        let jobIDs = Set(rows.map(\.jobID)).union(open.map(\.jobID)).sorted()
        let now = try await PollQueries.now(connection)
        let polled = try await PollQueries.read(jobIDs, batchID: 0, now: now, on: connection)
        let look = QueryDecider.decide(rule, rows, polled, rules: active.rules)
        guard !look.alerts.isEmpty || !look.inactiveAlerts.isEmpty else { return PollReport(failures: look.failures) }
        let hasTransitions = try await connection.transaction { connection in
            let read = try await connection.pipeline(Array(WriterLock.queries.dropFirst()))
            let header = try WriterLock.Header(read[2])
            guard header.ruleSetID == active.id else { return false }
            let decision = QueryDecider.decide(
                rule,
                rows,
                try await PollQueries.read(jobIDs, batchID: header.batchID, now: header.now, on: connection),
                rules: active.rules
            )
            try await connection.pipeline(DecisionQueries.all(decision, header: header))
            return !decision.transitions.isEmpty
        }
        return PollReport(hasTransitions: hasTransitions, failures: look.failures)
    }

    /// Asks a rule's query in a read-only transaction, as the reading role.
    private static func rows(of rule: Rule, on connection: Connection) async throws -> [QueryRow] {
        guard let query = rule.query else { return [] }
        // One statement in an outer one: it cannot end the transaction or be followed by another.
        let text = "SELECT to_jsonb(q) FROM (\n\(query)\n) AS q LIMIT \(maximumRows + 1)"
        let rows = try await connection.transaction { connection in
            try await connection.pipeline([
                Query("query.read_only", "SET TRANSACTION READ ONLY", prepared: false),
                Query(
                    "query.settings",
                    """
                    SELECT set_config('statement_timeout', \(timeout), true),
                        set_config('search_path', 'belfry, public', true)
                    """
                ),
                Query(
                    "query.role",
                    """
                    SELECT set_config('role', r.rolname, true)
                    FROM pg_roles AS r
                    WHERE r.rolname = \(role) AND pg_has_role(current_user, r.oid, 'MEMBER')
                    """
                ),
            ])
            return try await connection.query(
                Query("query.\(rule.alertname)", SQL(stringLiteral: text), prepared: false)
            )
        }
        guard rows.count <= maximumRows else { throw QueryRefused.tooManyRows }
        return try rows.map { row in
            try QueryRowColumn.decode(row.decode(PostgresJSON.self))
        }
    }
}

/// An answer that cannot be used.
enum QueryRefused: Error, CustomStringConvertible {
    /// More than `QueryStore.maximumRows`.
    case tooManyRows

    /// What is wrong, and what to do.
    var description: String {
        switch self {
        case .tooManyRows:
            "the query answers more than \(QueryStore.maximumRows) rows: count in SQL, and let rows be what deserves an alert"
        }
    }
}
