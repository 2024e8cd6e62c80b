public import BelfryCore
public import Libpq

/// Checks rules against the database: what only it can tell.
public enum RuleQueries {
    /// Jobs looked at in one statement.
    private static let pageSize: Int64 = 500

    /// The queries the database refuses, with their places; each is asked once, read-only.
    public static func problems(in rules: RuleSet, on connection: Connection) async throws -> [Problem] {
        var problems: [Problem] = []
        for rule in rules.queryRules {
            guard let message = try await QueryStore.problem(with: rule, on: connection) else { continue }
            problems.append(problem(with: rule, "query", message))
        }
        return problems
    }

    /// Warnings of rules about missed runs that are about none of the jobs known; none while no job is known at all.
    public static func rulesWithoutJob(in rules: RuleSet, on connection: Connection) async throws -> [Problem] {
        var reach = MissedRuleReach(rules)
        guard !reach.withoutJob.isEmpty else { return [] }
        var last = ""
        while true {
            let rows = try await connection.query(JobStateColumns.selectActive(after: last, limit: pageSize))
            let states = try JobStateColumns.decode(rows)
            guard let latest = states.keys.max() else { break }
            for state in states.values { reach.look(at: state) }
            last = latest
        }
        guard !last.isEmpty else { return [] }
        return reach.withoutJob.map { rule in
            var problem = problem(with: rule, "expr", "is about none of the jobs known so far")
            problem.severity = .warning
            return problem
        }
    }

    private static func problem(with rule: Rule, _ key: String, _ message: String) -> Problem {
        Problem(
            file: rule.file,
            line: rule.line,
            place: "group \"\(rule.group)\", rule \"\(rule.alertname)\", \(key)",
            message: message
        )
    }
}

/// A rule set whose queries the database refuses.
public struct RuleQueriesRefused: Error, CustomStringConvertible {
    /// What is wrong, with its place.
    public var problems: [Problem]

    /// One line for each problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
