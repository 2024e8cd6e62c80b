import BelfryCore
import BelfryStore
import BelfryTestSupport
import Foundation
import Libpq
import Testing

/// Triggers on record: fired in the transaction of the success, sent once or visibly in doubt.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct TriggerStoreTests {
    private static let names = ["t"]

    private static func success(_ job: String, _ id: String, secondsAgo: Int64 = 0) -> ReceivedExecution {
        let now = Instant(microseconds: Int64(Date.now.timeIntervalSince1970 * 1_000_000))
        let execution = Execution(
            jobID: job,
            jobName: job.uppercased(),
            executionID: id,
            status: .success,
            executedAt: now + .seconds(-secondsAgo),
            responseBody: #"{"rows": 1}"#
        )
        return ReceivedExecution(
            execution: execution,
            receivedAt: now,
            contentDigest: ContentDigest.digest(execution)
        )
    }

    private func with(
        _ name: String,
        rule: TriggerRule = TriggerRule(name: "t", after: "a", child: "B"),
        _ body: (IngestBench, IngestWriter, TriggerStore) async throws -> Void
    ) async throws {
        try await IngestBench.with(name) { bench async throws in
            let writer = IngestBench.writer(bench.connection, bench.rules, triggers: TriggerSet([rule]))
            try await body(bench, writer, TriggerStore(pool: bench.pool))
            await writer.close()
        }
    }

    private func run(_ sql: String, _ bench: IngestBench) async throws {
        try await bench.pool.withConnection { connection in try await connection.script(sql, name: "test") }
    }

    private func state(_ bench: IngestBench) async throws -> String? {
        try await bench.value(
            String?.self,
            "SELECT string_agg(state, ', ' ORDER BY decided_at, execution_id) FROM belfry.trigger_firings"
        )
    }

    @Test func aSuccessFiresOnceHoweverOftenItIsDelivered() async throws {
        try await with("fires_once") { bench, writer, store in
            let success = Self.success("a", "1")
            _ = try await writer.commit([success, success])
            _ = try await writer.commit([success])
            let claim = try #require(try await store.claim(Self.names, limit: 8).claims.first)
            #expect(try await store.claim(Self.names, limit: 8).claims.isEmpty)
            #expect(claim.attempt == 1)
            #expect(claim.parent?.execution.responseBody == #"{"rows": 1}"#)
            #expect(try await store.complete(claim, TriggerRecord(outcome: .delivered(executionID: "b1"))))
            #expect(try await state(bench) == "delivered")
        }
    }

    @Test func aReplicaSendsOnlyWhatItKnows() async throws {
        try await with("foreign") { _, writer, store in
            _ = try await writer.commit([Self.success("a", "1")])
            #expect(try await store.claim(["other"], limit: 8).claims.isEmpty)
            #expect(try await store.claim(Self.names, limit: 8).claims.count == 1)
        }
    }

    @Test func anAttemptNobodyFinishedIsInDoubtForEver() async throws {
        try await with("doubt") { bench, writer, store in
            _ = try await writer.commit([Self.success("a", "1")])
            let lost = try #require(try await store.claim(Self.names, limit: 8).claims.first)
            try await run("UPDATE belfry.trigger_firings SET lease_until = clock_timestamp()", bench)
            #expect(try await store.claim(Self.names, limit: 8).claims.isEmpty)
            #expect(try await state(bench) == "in_doubt")
            _ = try await writer.commit([Self.success("b", "b1")])
            let child = try await bench.value(
                String?.self,
                "SELECT parent_job_id || ' ' || parent_execution_id FROM belfry.runs WHERE job_id = 'b'"
            )
            #expect(child == "a 1")
            // The answer was only late.
            #expect(try await store.complete(lost, TriggerRecord(outcome: .delivered(executionID: "b1"))))
            #expect(try await state(bench) == "delivered")
        }
    }

    @Test func anAnswerTakesItsExecutionFromAFiringItWasGuessedFor() async throws {
        try await with("guess") { bench, writer, store in
            _ = try await writer.commit([Self.success("a", "1")])
            let first = try #require(try await store.claim(Self.names, limit: 8).claims.first)
            _ = try await writer.commit([Self.success("a", "2")])
            let second = try #require(try await store.claim(Self.names, limit: 8).claims.first)
            func children() async throws -> String {
                try await bench.value(
                    String.self,
                    """
                    SELECT string_agg(
                        execution_id || ' ' || coalesce(child_execution_id || CASE WHEN child_run_id IS NULL THEN '' ELSE '!' END, '-'),
                        ', ' ORDER BY execution_id)
                    FROM belfry.trigger_firings
                    """
                )
            }
            // The second job reports before the first, and is taken for its child.
            _ = try await writer.commit([Self.success("b", "b2")])
            #expect(try await children() == "1 b2!, 2 -")
            let record = TriggerRecord(outcome: .delivered(executionID: "b2"), childJobID: "b")
            #expect(try await store.complete(second, record))
            #expect(try await children() == "1 -, 2 b2!")
            #expect(try await store.complete(first, TriggerRecord(outcome: .inDoubt)))
            let isTold = try await bench.value(
                Bool.self,
                "SELECT trouble_at IS NOT NULL FROM belfry.trigger_firings WHERE execution_id = '1'"
            )
            #expect(isTold)
            _ = try await writer.commit([Self.success("b", "b1")])
            #expect(try await children() == "1 b1!, 2 b2!")
        }
    }

    @Test func anAnswerAndAWebhookAtOnceNeverGiveAnExecutionToTwoFirings() async throws {
        try await with("answer_race") { bench, writer, store in
            // One whose answer never comes is always the oldest that waits.
            _ = try await writer.commit([Self.success("a", "0")])
            _ = try await store.claim(Self.names, limit: 8)
            for round in 1...30 {
                _ = try await writer.commit([Self.success("a", "\(round)")])
                let claim = try #require(try await store.claim(Self.names, limit: 8).claims.first)
                let record = TriggerRecord(outcome: .delivered(executionID: "b\(round)"), childJobID: "b")
                async let webhook = writer.commit([Self.success("b", "b\(round)")])
                async let answer = store.complete(claim, record)
                _ = try await (webhook, answer)
            }
            let wrong = try await bench.value(
                String?.self,
                """
                SELECT string_agg(execution_id || ' ' || coalesce(child_execution_id, '-'), ', ')
                FROM belfry.trigger_firings
                WHERE child_execution_id IS DISTINCT FROM CASE execution_id WHEN '0' THEN NULL ELSE 'b' || execution_id END
                    OR (child_run_id IS NULL) <> (execution_id = '0')
                """
            )
            #expect(wrong == nil)
        }
    }

    @Test func aLateAnswerEndsTheDoubtAndItsAlert() async throws {
        try await with("late_answer") { bench, writer, store in
            _ = try await writer.commit([Self.success("a", "1")])
            let claim = try #require(try await store.claim(Self.names, limit: 8).claims.first)
            try await run("UPDATE belfry.trigger_firings SET lease_until = clock_timestamp()", bench)
            #expect(try await store.claim(Self.names, limit: 8).abandoned == ["t"])
            #expect(try await store.complete(claim, TriggerRecord(outcome: .delivered(executionID: nil))))
            let open = try await bench.value(
                Int64.self,
                "SELECT count(*) FROM belfry.trigger_firings WHERE trouble_at IS NOT NULL"
            )
            #expect(open == 0)
        }
    }

    @Test func whatIsTriedAgainHasAnotherLease() async throws {
        try await with("again") { bench, writer, store in
            _ = try await writer.commit([Self.success("a", "1")])
            let first = try #require(try await store.claim(Self.names, limit: 8).claims.first)
            #expect(try await store.complete(first, TriggerRecord(outcome: .retry(after: .zero), error: "refused")))
            let second = try #require(try await store.claim(Self.names, limit: 8).claims.first)
            #expect(second.attempt == 2 && second.deliveryID == first.deliveryID)
            #expect(try await !store.complete(first, TriggerRecord(outcome: .rejected)))
            #expect(try await state(bench) == "sent")
        }
    }

    @Test func whatCannotBeSentInTimeIsGivenUpAndTold() async throws {
        try await with("gave_up", rule: TriggerRule(name: "t", after: "a", child: "b", maxAge: .minutes(1))) {
            bench,
            writer,
            store in
            _ = try await writer.commit([Self.success("a", "1")])
            try await run("UPDATE belfry.trigger_firings SET expires_at = clock_timestamp()", bench)
            #expect(try await store.claim(Self.names, limit: 8).claims.isEmpty)
            #expect(try await state(bench) == "expired")
            let alerts = TriggerAlertStore(pool: bench.pool)
            #expect(try await alerts.decideDue(runningFor: .zero))
            #expect(try await !alerts.decideDue(runningFor: .zero))
            let open = try await bench.value(
                String?.self,
                "SELECT alertname || ' ' || job_name || ' ' || (labels ->> 'trigger') FROM belfry.open_alerts"
            )
            #expect(open == "TriggerFailed A t")
        }
    }

    @Test func anOldSuccessIsOnRecordOnly() async throws {
        try await with("old", rule: TriggerRule(name: "t", after: "a", child: "b", maxAge: .minutes(1))) {
            bench,
            writer,
            store in
            _ = try await writer.commit([Self.success("a", "1", secondsAgo: 100)])
            #expect(try await store.claim(Self.names, limit: 8).claims.isEmpty)
            #expect(try await state(bench) == "expired")
            #expect(try await !TriggerAlertStore(pool: bench.pool).decideDue(runningFor: .zero))
        }
    }

    /// Whether somebody was watching, and what is told then.
    @Test(arguments: [(true, "TriggeredJobSilent"), (false, nil)] as [(Bool, String?)])
    func aJobThatDoesNotReportIsAnAlertIfSomebodyWasWatching(watched: Bool, alertname: String?) async throws {
        let rule = TriggerRule(name: "t", after: "a", child: "b", reportWithin: .minutes(10))
        try await with("silent", rule: rule) { bench, writer, store in
            if watched {
                try await run(
                    """
                    INSERT INTO belfry.coverage (replica, started_at, last_heartbeat_at)
                    VALUES (gen_random_uuid(), clock_timestamp() - interval '1 hour', clock_timestamp())
                    """,
                    bench
                )
            }
            _ = try await writer.commit([Self.success("a", "1")])
            let claim = try #require(try await store.claim(Self.names, limit: 8).claims.first)
            #expect(try await store.complete(claim, TriggerRecord(outcome: .delivered(executionID: nil))))
            let alerts = TriggerAlertStore(pool: bench.pool)
            #expect(try await !alerts.decideDue(runningFor: .seconds(600)))
            try await run("UPDATE belfry.trigger_firings SET trouble_at = clock_timestamp()", bench)
            #expect(try await !alerts.decideDue(runningFor: .zero))
            #expect(try await alerts.decideDue(runningFor: .seconds(600)) == watched)
            let open = try await bench.value(
                String?.self,
                "SELECT string_agg(alertname, ',') FROM belfry.open_alerts"
            )
            #expect(open == alertname)
            guard watched else { return }
            _ = try await writer.commit([Self.success("b", "b1")])
            #expect(try await alerts.decideDue(runningFor: .seconds(600)))
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.open_alerts") == 0)
        }
    }
}
