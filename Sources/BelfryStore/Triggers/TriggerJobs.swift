public import BelfryCore
public import Libpq

/// Checks the jobs that triggers name against those the database knows.
public enum TriggerJobs {
    /// Names looked through: an account has at most 100 active jobs.
    private static let maximumJobs: Int64 = 10_000

    /// Warnings of jobs that have sent no webhook so far, each with the nearest that has; none while no job is known at all.
    public static func problems(in triggers: TriggerSet, on connection: Connection) async throws -> [Problem] {
        guard !triggers.isEmpty else { return [] }
        let rows = try await connection.query(
            Query(
                "triggers.known_jobs",
                """
                SELECT j.job_id, j.name FROM belfry.job_states AS j
                WHERE j.activity <> 'forgotten'
                ORDER BY j.job_id
                LIMIT \(maximumJobs)
                """,
                prepared: false
            )
        )
        let known = Set(
            try rows.flatMap { row in
                let (jobID, name) = try row.decode(String.self, String.self)
                return [jobID, name]
            }
        )
        guard !known.isEmpty else { return [] }
        let candidates = known.sorted()
        return triggers.rules.flatMap { rule in
            let named = rule.parents.map { ("after", $0.job) } + (rule.child.map { [("job", $0)] } ?? [])
            return named.filter { !known.contains($0.1) }.map { key, job in
                Problem(
                    severity: .warning,
                    file: rule.file,
                    line: rule.line,
                    place: "trigger \"\(rule.name)\", \(key)",
                    message: "no job named \"\(job)\" has sent a webhook so far\(NearestName.hint(job, in: candidates))"
                )
            }
        }
    }
}
