internal import BelfryCore
internal import Libpq

/// The rows a decision writes besides executions: the same for ingest and the ticker.
enum DecisionQueries {
    /// The channel other replicas' dispatchers listen to.
    static let wakeUpChannel = "belfry_transitions"

    /// The statements of a decision about so many executions, those with nothing to write left out.
    ///
    /// The first leaves the batch's row, by which a writer sees that somebody else has decided since its last commit.
    static func all(_ decision: BatchDecision, header: WriterLock.Header, executions: Int = 0) -> [Query] {
        var queries = [
            Query(
                "batches.insert",
                """
                INSERT INTO belfry.ingest_batches (batch_id, decided_at, executions)
                VALUES (\(header.batchID), \(header.now), \(Int32(executions)))
                """
            )
        ]
        // What ends comes first, in the statement's rows too: an alert that begins anew with the same identity must find its place free.
        if !decision.inactiveAlerts.isEmpty { queries.append(AlertColumns.delete(decision.inactiveAlerts)) }
        if !decision.alerts.isEmpty {
            let ended = decision.alerts.filter { $0.state == .resolved }
            queries.append(AlertColumns.upsert(ended + decision.alerts.filter { $0.state != .resolved }))
        }
        if !decision.transitions.isEmpty { queries.append(insert(decision.transitions, now: header.now)) }
        if !decision.doneDeadlines.isEmpty { queries.append(delete(decision.doneDeadlines)) }
        if !decision.deadlines.isEmpty { queries.append(upsert(decision.deadlines)) }
        if !decision.movedAttempts.isEmpty { queries.append(move(decision.movedAttempts)) }
        if !decision.judgedRuns.isEmpty { queries.append(insert(decision.judgedRuns)) }
        if !decision.firings.isEmpty { queries.append(TriggerColumns.insert(decision.firings, now: header.now)) }
        if !decision.arrivals.isEmpty {
            queries.append(TriggerArrivalColumns.upsert(decision.arrivals, now: header.now))
        }
        if !decision.links.isEmpty { queries.append(TriggerColumns.link(decision.links, now: header.now)) }
        if !decision.transitions.isEmpty {
            queries.append(Query("notify", "SELECT pg_notify(\(wakeUpChannel), '')"))
        }
        return queries
    }

    /// The statements that set a decision's deadlines; none for none.
    static func deadlines(_ decision: BatchDecision) -> [Query] {
        decision.deadlines.isEmpty ? [] : [upsert(decision.deadlines)]
    }

    private static func insert(_ transitions: [AlertTransition], now: Instant) -> Query {
        Query(
            "transitions.insert",
            """
            INSERT INTO belfry.alert_transitions (job_id, transition_id, alert_id, kind, at, execution_id)
            SELECT t.job_id, t.transition_id, t.alert_id, t.kind, \(now), t.execution_id
            FROM unnest(
                \(transitions.map(\.jobID)), \(transitions.map(\.transitionID)), \(transitions.map(\.alertID)),
                \(transitions.map(\.kind.rawValue)), \(transitions.map(\.executionID))
            ) AS t (job_id, transition_id, alert_id, kind, execution_id)
            """
        )
    }

    /// A run is judged once, whatever the number of rules about it.
    private static func insert(_ runs: [JudgedRun]) -> Query {
        Query(
            "absences.insert",
            """
            INSERT INTO belfry.absences (job_id, expected_at, verdict)
            SELECT * FROM unnest(\(runs.map(\.jobID)), \(runs.map(\.expectedAt)), \(runs.map(\.verdict.rawValue)))
            ON CONFLICT DO NOTHING
            """
        )
    }

    private static func upsert(_ deadlines: [Deadline]) -> Query {
        // The last one of a key counts: a statement may not write a row twice.
        var latest: [DeadlineKey: Deadline] = [:]
        for deadline in deadlines {
            latest[DeadlineKey(jobID: deadline.jobID, kind: deadline.kind, key: deadline.key)] = deadline
        }
        let rows = Array(latest.values)
        return Query(
            "deadlines.upsert",
            """
            INSERT INTO belfry.deadlines (job_id, kind, key, due_at, watched_since)
            SELECT * FROM unnest(
                \(rows.map(\.jobID)), \(rows.map(\.kind.rawValue)), \(rows.map(\.key)), \(rows.map(\.dueAt)),
                \(rows.map(\.watchedSince))
            )
            ON CONFLICT (job_id, kind, key) DO UPDATE SET
                due_at = excluded.due_at,
                watched_since = excluded.watched_since
            """
        )
    }

    private static func delete(_ keys: [DeadlineKey]) -> Query {
        Query(
            "deadlines.delete",
            """
            DELETE FROM belfry.deadlines AS d
            USING unnest(\(keys.map(\.jobID)), \(keys.map(\.kind.rawValue)), \(keys.map(\.key)))
                AS done (job_id, kind, key)
            WHERE d.job_id = done.job_id AND d.kind = done.kind AND d.key = done.key
            """
        )
    }

    private static func move(_ attempts: [BatchDecision.MovedAttempt]) -> Query {
        Query(
            "executions.move",
            """
            UPDATE belfry.executions AS e
            SET run_id = moved.run_id
            FROM unnest(
                \(attempts.map(\.identity.jobID)), \(attempts.map(\.executedAt)), \(attempts.map(\.identity.executionID)),
                \(attempts.map(\.identity.retryAttempt)), \(attempts.map(\.runID))
            ) AS moved (job_id, executed_at, execution_id, retry_attempt, run_id)
            WHERE e.job_id = moved.job_id AND e.executed_at = moved.executed_at
                AND e.execution_id = moved.execution_id AND e.retry_attempt = moved.retry_attempt
            """
        )
    }
}
