public import BelfryCore
public import Libpq

/// Checks the queries of rules against the database.
public enum RuleQueries {
    /// What the database refuses, with its place; each query is asked once, read-only.
    public static func problems(in rules: RuleSet, on connection: Connection) async throws -> [Problem] {
        var problems: [Problem] = []
        for rule in rules.queryRules {
            guard let message = try await QueryStore.problem(with: rule, on: connection) else { continue }
            problems.append(
                Problem(
                    file: rule.file,
                    line: rule.line,
                    place: "group \"\(rule.group)\", rule \"\(rule.alertname)\", query",
                    message: message
                )
            )
        }
        return problems
    }
}

/// A rule set whose queries the database refuses.
public struct RuleQueriesRefused: Error, CustomStringConvertible {
    /// What is wrong, with its place.
    public var problems: [Problem]

    /// One line for each problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
