import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Logging
import Testing

@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct IngestWriterTests {
    @Test func everyDeliveryCountsOnce() async throws {
        try await IngestBench.with("once") { bench async throws in
            let attempt = IngestBench.attempt("a")
            var changed = attempt
            changed.execution.responseTimeMS = 7
            changed.contentDigest = ContentDigest.digest(changed.execution)
            #expect(try await bench.writer.commit([attempt, attempt, changed]) == [.accepted, .duplicate, .conflict])
            #expect(try await bench.writer.commit([changed, attempt]) == [.conflict, .duplicate])
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") == 1)
            #expect(try await bench.value(Int64.self, "SELECT response_time_ms FROM belfry.executions") == 245)
            #expect(try await bench.value(Int64.self, "SELECT executions FROM belfry.jobs") == 1)
        }
    }

    @Test func aRepetitionAmongNewOnesIsToldFromThem() async throws {
        try await IngestBench.with("repeated") { bench async throws in
            func attempts(_ numbers: Range<Int>) -> [ReceivedExecution] {
                numbers.map { IngestBench.attempt("a\($0)", job: "job-\($0 % 3)", at: Int64($0), status: .failure) }
            }
            #expect(try await bench.writer.commit(attempts(0..<6)) == Array(repeating: .accepted, count: 6))
            // Once taken for new and found out, once with identities claimed first.
            for first in [3, 9] {
                let verdicts = try await bench.writer.commit(attempts(first..<first + 9))
                #expect(
                    verdicts
                        == Array(repeating: .duplicate, count: 3) + Array(repeating: .accepted, count: 6)
                )
            }
            // Nothing but repetitions.
            #expect(try await bench.writer.commit(attempts(0..<6)) == Array(repeating: .duplicate, count: 6))
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") == 18)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.execution_keys") == 18)
            #expect(try await bench.value(Int64.self, "SELECT sum(failure_count)::bigint FROM belfry.job_states") == 18)
            #expect(
                try await bench.value(
                    Int64.self,
                    "SELECT sum(matches)::bigint FROM belfry.alert_episodes WHERE alertname = 'JobFailed'"
                ) == 18
            )
        }
    }

    @Test func aJobWhoseRowSomebodyRemovedBeginsAnew() async throws {
        try await IngestBench.with("removed") { bench async throws in
            _ = try await bench.writer.commit([IngestBench.attempt("a")])
            try await bench.pool.withConnection { connection in
                try await connection.script("DELETE FROM belfry.job_states", name: "test")
            }
            for number in 1...3 {
                #expect(
                    try await bench.writer.commit([IngestBench.attempt("b\(number)", at: Int64(number))]) == [.accepted]
                )
            }
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") == 4)
            // The batch that found no row is missing in it.
            #expect(try await bench.value(Int64.self, "SELECT success_count FROM belfry.job_states") == 2)
        }
    }

    @Test func oneRowTheDatabaseRefusesDoesNotFailItsNeighbours() async throws {
        try await IngestBench.with("neighbours") { bench async throws in
            var batch = (0..<50).map { IngestBench.attempt("a\($0)", job: "job-\($0 % 7)", at: Int64($0)) }
            batch[17].execution.retryAttempt = -1
            batch[33].execution.executedAt = Instant(microseconds: .min + 10)
            let verdicts = try await bench.writer.commit(batch)
            let refused = verdicts.indices.filter { index in
                guard case .refused = verdicts[index] else { return false }
                return true
            }
            #expect(refused == [17, 33])
            #expect(verdicts.filter { $0 == .accepted }.count == 48)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") == 48)
            #expect(try await bench.value(Int64.self, "SELECT sum(executions)::bigint FROM belfry.jobs") == 48)
        }
    }

    @Test func anAlertMayEndAndBeginAnewInOneBatch() async throws {
        try await IngestBench.with("anew") { bench async throws in
            let statuses: [ExecutionStatus] = [.failure, .success, .failure]
            let attempts = statuses.enumerated().map { number, status in
                IngestBench.attempt("a\(number)", at: Int64(number), status: status)
            }
            #expect(try await bench.writer.commit([attempts[0]]) == [.accepted])
            #expect(try await bench.writer.commit([attempts[1], attempts[2]]) == [.accepted, .accepted])
            let states: SQL = """
                SELECT string_agg(state || ' ' || fingerprint, ', ' ORDER BY alert_id)
                FROM belfry.alert_episodes WHERE alertname = 'JobFailed'
                """
            let fingerprint = try await bench.value(Int64.self, "SELECT min(fingerprint) FROM belfry.alert_episodes")
            #expect(try await bench.value(String.self, states) == "resolved \(fingerprint), firing \(fingerprint)")
        }
    }

    @Test func attemptsOfARunAreOneRunInWhateverOrderTheyCome() async throws {
        let attempts = [
            IngestBench.attempt("a", at: 0, status: .failure, retryIn: 5),
            IngestBench.attempt("b", at: 5, status: .timeout, attempt: 1, retryIn: 10),
            IngestBench.attempt("c", at: 15, attempt: 2),
        ]
        for (number, order) in [[0, 1, 2], [2, 1, 0], [1, 2, 0]].enumerated() {
            try await IngestBench.with("order\(number)") { bench async throws in
                for index in order { #expect(try await bench.writer.commit([attempts[index]]) == [.accepted]) }
                #expect(
                    try await bench.value(
                        String.self,
                        "SELECT string_agg(DISTINCT run_id, ',') FROM belfry.executions"
                    ) == "a"
                )
                #expect(
                    try await bench.value(
                        String.self,
                        """
                        SELECT outcome || ' ' || attempts || ' ' || attempts_seen || ' ' || duration_ms::bigint
                        FROM belfry.runs
                        """
                    ) == "recovered 3 3 900245"
                )
                #expect(try await bench.value(String.self, "SELECT last_status FROM belfry.jobs") == "success")
            }
        }
    }

    @Test func aWriterSeesWhatAnotherHasDecidedSinceItsLastBatch() async throws {
        try await IngestBench.with("since") { bench async throws in
            let other = IngestBench.writer(bench.connection, bench.rules)
            let turns: [(writer: IngestWriter, status: ExecutionStatus)] = [
                (bench.writer, .failure), (other, .success), (bench.writer, .failure), (bench.writer, .success),
                (bench.writer, .failure), (other, .failure), (bench.writer, .failure),
            ]
            for (number, turn) in turns.enumerated() {
                let attempt = IngestBench.attempt("a\(number)", at: Int64(number), status: turn.status)
                #expect(try await turn.writer.commit([attempt]) == [.accepted])
            }
            await other.close()
            #expect(
                try await bench.value(
                    String.self,
                    "SELECT concat_ws(' ', failure_count, consecutive_failures, success_count) FROM belfry.job_states"
                ) == "5 3 2"
            )
            #expect(
                try await bench.value(
                    String.self,
                    """
                    SELECT string_agg(state || ' ' || failed_runs, ', ' ORDER BY alert_id)
                    FROM belfry.alert_episodes WHERE alertname = 'JobFailed'
                    """
                ) == "resolved 1, resolved 1, firing 3"
            )
        }
    }

    @Test func aRememberedJobIsTheStoredOne() async throws {
        try await IngestBench.with("remembered") { bench async throws in
            // One writer remembers; the other is new with every batch and reads everything.
            var batches: [[ReceivedExecution]] = []
            for batch in 0..<12 {
                var attempts: [ReceivedExecution] = []
                for number in 0..<10 {
                    let sum = batch + number
                    attempts.append(
                        IngestBench.attempt(
                            "a\(batch)-\(number)",
                            job: "job-\(number % 4)",
                            at: Int64(batch * 10 + number),
                            status: sum % 3 == 0 ? .failure : .success,
                            retryIn: sum % 6 == 0 ? 5 : nil
                        )
                    )
                }
                batches.append(attempts)
            }
            func states() async throws -> String {
                try await bench.value(
                    String.self,
                    """
                    SELECT string_agg(j::text, E'\\n' ORDER BY j.job_id) FROM belfry.job_states AS j
                    """
                )
            }
            for batch in batches { _ = try await bench.writer.commit(batch) }
            let remembered = try await states()
            try await bench.pool.withConnection { connection in
                _ = try await connection.query(
                    Query(
                        "test",
                        "TRUNCATE belfry.job_states, belfry.execution_keys, belfry.executions, belfry.deadlines"
                    )
                )
                _ = try await connection.query(
                    Query("test", "TRUNCATE belfry.alert_episodes, belfry.alert_transitions")
                )
            }
            for batch in batches {
                let fresh = IngestBench.writer(bench.connection, bench.rules)
                _ = try await fresh.commit(batch)
                await fresh.close()
            }
            let read = try await states()
            func withoutClock(_ text: String) -> String {
                text.replacing(/20\d\d-[-: .\d+]+/, with: "")
            }
            #expect(withoutClock(remembered) == withoutClock(read))
        }
    }

    @Test func twoReplicasStoreAndDecideEveryExecutionOnce() async throws {
        try await IngestBench.with("replicas") { bench async throws in
            let other = IngestBench.writer(bench.connection, bench.rules)
            let all = (0..<400).map { number in
                IngestBench.attempt(
                    "a\(number)",
                    job: "job-\(number % 20)",
                    at: Int64(number),
                    status: number % 3 == 0 ? .failure : .success
                )
            }
            let batches = stride(from: 0, to: 400, by: 40).map { Array(all[$0..<$0 + 40]) }
            async let first = accepted(batches, by: bench.writer)
            async let second = accepted(batches.map { $0.reversed() }, by: other)
            #expect(try await first + second == 400)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") == 400)
            #expect(try await bench.value(Int64.self, "SELECT sum(executions)::bigint FROM belfry.jobs") == 400)
            #expect(
                try await bench.value(
                    Int64.self,
                    """
                    SELECT count(*) FROM belfry.jobs AS j
                    WHERE (j.last_status <> 'success') <> EXISTS (
                        SELECT FROM belfry.alert_episodes AS a
                        WHERE a.job_id = j.job_id AND a.alertname = 'JobFailed' AND a.state <> 'resolved'
                            AND (j.last_status <> 'success' OR a.facts -> 'isFlapping' IS NULL)
                    )
                    """
                ) == 0
            )
            await other.close()
        }
    }

    @Test func aConnectionThatBreaksIsReplacedAndNothingAcknowledgedIsLost() async throws {
        try await IngestBench.with("broken") { bench async throws in
            #expect(try await bench.writer.commit([IngestBench.attempt("a")]) == [.accepted])
            _ = try await bench.value(
                Int64.self,
                """
                SELECT count(pg_terminate_backend(pid))
                FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                """
            )
            #expect(try await bench.writer.commit([IngestBench.attempt("b", at: 1)]) == [.accepted])
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") == 2)
        }
    }

    @Test func theLogSaysThatItFailsAndThatItWorksAgain() async throws {
        try await IngestBench.with("trouble") { bench async throws in
            let log = LogRecord()
            let writer = IngestWriter(
                configuration: bench.connection,
                rules: bench.rules,
                logger: Logger(label: "test") { _ in log.handler }
            ) { _ in }
            #expect(try await writer.commit([IngestBench.attempt("a")]) == [.accepted])
            async let verdicts = bench.pool.withConnection { connection in
                try await connection.query(.begin)
                try await connection.query(Query("test", "LOCK TABLE belfry.executions IN SHARE MODE"))
                async let verdicts = writer.commit([IngestBench.attempt("b", at: 1)])
                var ended: Int64 = 0
                while ended == 0 {
                    ended = try await bench.value(
                        Int64.self,
                        """
                        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """
                    )
                }
                try await connection.query(.rollback)
                return try await verdicts
            }
            #expect(try await verdicts == [.accepted])
            #expect(try await writer.commit([IngestBench.attempt("c", at: 2)]) == [.accepted])
            #expect(log.messages == ["batch not committed", "batches are committed again"])
            await writer.close()
        }
    }

    @Test func aStatementTheServerForgotIsPreparedAnew() async throws {
        try await IngestBench.with("stale_plan") { bench async throws in
            #expect(try await bench.writer.commit([IngestBench.attempt("a")]) == [.accepted])
            try await bench.pool.withConnection { connection in
                try await connection.script(
                    "ALTER TABLE belfry.job_states ALTER COLUMN position_execution_id TYPE varchar COLLATE \"C\"",
                    name: "test"
                )
            }
            #expect(try await bench.writer.commit([IngestBench.attempt("b", at: 1)]) == [.accepted])
        }
    }

    @Test func aFinalFailureCommitsTheObligationToNotify() async throws {
        try await IngestBench.with("obligation") { bench async throws in
            _ = try await bench.writer.commit([IngestBench.attempt("a", status: .failure)])
            #expect(
                try await bench.value(
                    String.self,
                    """
                    SELECT a.alertname || ' ' || a.state || ' ' || t.kind || ' ' || (a.annotations->>'summary')
                    FROM belfry.alerts AS a
                    JOIN belfry.alert_transitions AS t ON t.alert_id = a.alert_id
                    WHERE t.processed_at IS NULL
                    """
                ) == "JobFailed firing firing Report failed for good after 1 attempt(s)"
            )
            _ = try await bench.writer.commit([IngestBench.attempt("b", at: 1)])
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.open_alerts") == 0)
        }
    }

    @Test func whatIsOlderThanTheKeysIsStale() async throws {
        try await IngestBench.with("stale") { bench async throws in
            try await bench.pool.withConnection { connection in
                try await connection.script("UPDATE belfry.control SET keys_from = '2027-01-01'", name: "test")
            }
            #expect(try await bench.writer.commit([IngestBench.attempt("a")]) == [.stale])
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") == 0)
        }
    }

    private func accepted(_ batches: [[ReceivedExecution]], by writer: IngestWriter) async throws -> Int {
        var count = 0
        for batch in batches { count += try await writer.commit(batch).filter { $0 == .accepted }.count }
        return count
    }
}
