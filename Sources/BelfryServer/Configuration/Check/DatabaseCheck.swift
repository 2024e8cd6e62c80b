public import BelfryCore
internal import BelfryStore
internal import Libpq

/// Whether a start could use the database, and what the database says of rules and triggers.
public enum DatabaseCheck {
    /// How long a connection may take.
    private static let patience = Duration.seconds(5)

    private struct NotRunning: Error, CustomStringConvertible {
        var description: String { "no database is running" }
    }

    /// What keeps a start from using the database, and what is wrong with queries and names of jobs; changes nothing.
    ///
    /// `rules` are nil where they could not be read. A configured database that does not answer is an error; a private one that is
    /// not running is started by `belfry serve`.
    public static func problems(_ configuration: Configuration, rules: RuleSet?) async -> [Problem] {
        let triggers = TriggerSet(configuration.triggers.map(\.rule))
        let isAsked = rules.map { !$0.queryRules.isEmpty || !$0.missedRules.isEmpty } ?? false || !triggers.isEmpty
        let running =
            configuration.database.url?.text
            ?? EmbeddedPostgres.connectionString(dataDirectory: configuration.dataFolder.path, role: "belfry")
        guard let running else { return isAsked ? [unchecked(NotRunning(), configuration, rules, triggers)] : [] }
        do {
            let settings = try ConnectionConfiguration(
                connectionString: running,
                applicationName: "belfry check",
                connectTimeout: patience
            )
            let connection = try await Connection.connect(settings, deadline: .now + patience)
            var problems: [Problem] = []
            if let obstacle = try await Migrator.obstacle(on: connection) {
                problems.append(problem("\(obstacle)", configuration))
            } else if isAsked {
                problems = await answers(configuration, rules, triggers, on: connection)
            }
            await connection.close()
            return problems
        } catch {
            guard configuration.database.url != nil else {
                return isAsked ? [unchecked(error, configuration, rules, triggers)] : []
            }
            let advice = "see that PostgreSQL runs there and lets this user in, or correct the address"
            return [problem("no answer: \(error); \(advice)", configuration)]
        }
    }

    private static func answers(
        _ configuration: Configuration,
        _ rules: RuleSet?,
        _ triggers: TriggerSet,
        on connection: Connection
    ) async -> [Problem] {
        do {
            let ofTriggers = try await TriggerJobs.problems(in: triggers, on: connection)
            guard let rules else { return ofTriggers }
            return try await RuleQueries.problems(in: rules, on: connection)
                + RuleQueries.rulesWithoutJob(in: rules, on: connection) + ofTriggers
        } catch {
            return [unchecked(error, configuration, rules, triggers)]
        }
    }

    private static func problem(_ message: String, _ configuration: Configuration) -> Problem {
        let place = configuration.database.url == nil ? "private database" : "database.url"
        return Problem(file: configuration.file ?? "configuration", place: place, message: message)
    }

    private static func unchecked(
        _ error: any Error,
        _ configuration: Configuration,
        _ rules: RuleSet?,
        _ triggers: TriggerSet
    ) -> Problem {
        let files = rules?.files.map(\.name) ?? []
        let ownFile = triggers.isEmpty ? [] : [configuration.file].compactMap(\.self)
        return Problem(
            severity: .warning,
            file: (files + ownFile).joined(separator: ", "),
            message: "queries and names of jobs were not checked: \(error)"
        )
    }
}
