internal import BelfryCore
internal import Libpq

extension AlertBackground {
    /// Where runs are looked for first: twelve of a daily job are in it, and few partitions.
    private static let lookBack = TimeSpan.days(14)
    /// Where they are looked for of a job that runs less often, or whose last attempt was long ago.
    private static let longLookBack = TimeSpan.days(100)
    /// Jobs whose runs are looked for; a message about more shows the strips of these.
    private static let maximumJobs = 1_000
    /// Jobs looked for further back, which takes a hundredth of a second or more.
    private static let maximumSlowJobs = 20

    /// Reads what messages of a transaction say around their alerts, for all of them at once.
    static func read(
        around alerts: [AlertEpisode],
        at now: Instant,
        on connection: Connection
    ) async throws -> AlertBackground {
        guard !alerts.isEmpty else { return AlertBackground() }
        let jobIDs = Array(Set(alerts.map(\.jobID)).subtracting([""]).sorted().prefix(maximumJobs))
        let errors = Set(alerts.filter { $0.state == .firing }.compactMap { $0.execution?.errorFingerprint })
        let answers = try await connection.pipeline([
            BackgroundQueries.lastRuns(jobIDs, from: now - lookBack, to: Instant(microseconds: .max)),
            BackgroundQueries.failingJobs(errors.sorted()), BackgroundQueries.acknowledgements(alerts),
        ])
        var background = AlertBackground()
        for row in answers[1] {
            let (error, jobs) = try row.decode(String.self, Int64.self)
            background.failingJobs[error] = jobs
        }
        for row in answers[2] {
            let (alertID, by) = try row.decode(Int64.self, String.self)
            background.acknowledgedBy[alertID] = by
        }
        var runs = try BackgroundQueries.decodeRuns(answers[0])
        runs += try await slowRuns(runs, alerts, at: now, on: connection)
        for job in runs {
            background.lastRuns[job.jobID] = RunStrip(latenciesMS: job.latenciesMS, usualMS: job.usualMS)
        }
        return background
    }

    /// The runs of those jobs of which more are to be found further back.
    private static func slowRuns(
        _ runs: [BackgroundQueries.JobRuns],
        _ alerts: [AlertEpisode],
        at now: Instant,
        on connection: Connection
    ) async throws -> [BackgroundQueries.JobRuns] {
        let slow = runs.filter { $0.latenciesMS.count < min(Int($0.count), RunStrip.maximumRuns) }
            .prefix(maximumSlowJobs)
            .map(\.jobID)
        guard !slow.isEmpty else { return [] }
        let latest = alerts.filter { slow.contains($0.jobID) }.map { $0.execution?.executedAt ?? now }
        let rows = try await connection.query(
            BackgroundQueries.lastRuns(
                slow,
                from: (latest.min() ?? now) - longLookBack,
                to: (latest.max() ?? now) + .days(1)
            )
        )
        return try BackgroundQueries.decodeRuns(rows)
    }
}
