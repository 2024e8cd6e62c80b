internal import BelfryCore
internal import Libpq

/// What the ingest transaction reads and writes of triggers with several parents.
enum TriggerArrivalColumns {
    /// Longer than an arrival can matter: it is at most `max_age` old when it comes, and waits for `within`, a day each.
    private static let horizon = TimeSpan.hours(72)

    /// The newest success of every parent of these triggers, used or waiting.
    static func selectNewest(_ triggers: Set<String>) -> Query {
        Query(
            "triggers.arrivals",
            """
            SELECT DISTINCT ON (a.trigger_name, a.parent)
                a.trigger_name, a.parent, a.job_id, a.execution_id, a.retry_attempt, a.ran_at, a.depth, a.fired_job_id,
                a.fired_execution_id
            FROM belfry.trigger_arrivals AS a
            WHERE a.trigger_name = ANY(\(Array(triggers)))
                AND a.ran_at > clock_timestamp() - \(horizon.seconds) * interval '1 second'
            ORDER BY a.trigger_name, a.parent, a.ran_at DESC, a.retry_attempt DESC, a.execution_id DESC
            """
        )
    }

    static func decode(_ rows: Rows) throws -> [TriggerArrival] {
        try rows.map { row in
            let v = try row.decode(
                String.self,
                String.self,
                String.self,
                String.self,
                Int32.self,
                Instant.self,
                Int32.self,
                String?.self,
                String?.self
            )
            var arrival = TriggerArrival(
                trigger: v.0,
                parent: v.1,
                jobID: v.2,
                position: Position(at: v.5, retryAttempt: v.4, executionID: v.3),
                depth: v.6
            )
            if let jobID = v.7, let executionID = v.8 {
                arrival.usedIn = AwaitedFiring.Key(jobID: jobID, trigger: v.0, executionID: executionID)
            }
            return arrival
        }
    }

    /// Writes arrivals; one that is there already can only become used.
    static func upsert(_ arrivals: [TriggerArrival], now: Instant) -> Query {
        // The last one of a success counts: a statement may not write a row twice.
        var latest: [[String]: TriggerArrival] = [:]
        for arrival in arrivals {
            latest[[arrival.jobID, arrival.trigger, arrival.parent, arrival.position.executionID]] = arrival
        }
        let arrivals = Array(latest.values)
        return Query(
            "triggers.arrive",
            """
            INSERT INTO belfry.trigger_arrivals AS t (
                job_id, trigger_name, parent, execution_id, retry_attempt, ran_at, decided_at, depth, fired_job_id,
                fired_execution_id
            )
            SELECT a.job_id, a.trigger_name, a.parent, a.execution_id, a.retry_attempt, a.ran_at, \(now), a.depth,
                a.fired_job_id, a.fired_execution_id
            FROM unnest(
                \(arrivals.map(\.jobID)), \(arrivals.map(\.trigger)), \(arrivals.map(\.parent)),
                \(arrivals.map(\.position.executionID)), \(arrivals.map(\.position.retryAttempt)),
                \(arrivals.map(\.position.at)), \(arrivals.map(\.depth)), \(arrivals.map { $0.usedIn?.jobID }),
                \(arrivals.map { $0.usedIn?.executionID })
            ) AS a (
                job_id, trigger_name, parent, execution_id, retry_attempt, ran_at, depth, fired_job_id, fired_execution_id
            )
            ON CONFLICT (job_id, trigger_name, parent, execution_id) DO UPDATE
            SET fired_job_id = excluded.fired_job_id, fired_execution_id = excluded.fired_execution_id
            WHERE t.fired_job_id IS NULL AND excluded.fired_job_id IS NOT NULL
            """
        )
    }
}
