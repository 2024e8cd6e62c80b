import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// Batches that are decided and sent while the transaction before them is under way.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct BatchesAheadTests {
    /// Batches of ten attempts of four jobs, some of them failures, with a retry promised or not.
    private static func batches(_ range: Range<Int>) -> [[ReceivedExecution]] {
        range.map { batch in
            (0..<10).map { number in
                let sum = batch + number
                return IngestBench.attempt(
                    "a\(batch)-\(number)",
                    job: "job-\(number % 4)",
                    at: Int64(batch * 10 + number),
                    status: sum % 3 == 0 ? .failure : .success,
                    retryIn: sum % 6 == 0 ? 5 : nil
                )
            }
        }
    }

    private static let accepted = [IngestVerdict](repeating: .accepted, count: 10)

    /// A writer that remembers the jobs of the batches, which so far have had one batch.
    private static func with(
        _ name: String,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (IngestBench) async throws -> Void
    ) async throws {
        try await IngestBench.with(name) { bench async throws in
            #expect(try await bench.writer.commit(batches(0..<1)[0]) == accepted)
            try await body(bench)
        }
    }

    /// Everything a decision leaves, without what depends on the clock and the transactions' numbers.
    private static func outcome(_ bench: IngestBench) async throws -> String {
        let states: SQL = "SELECT string_agg(j::text, E'\\n' ORDER BY j.job_id) FROM belfry.job_states AS j"
        let executions: SQL = """
            SELECT string_agg(concat_ws(' ', e.job_id, e.execution_id, e.run_id, encode(e.inputs, 'hex')), E'\\n'
                ORDER BY e.job_id, e.execution_id)
            FROM belfry.executions AS e
            """
        let alerts: SQL = """
            SELECT string_agg(concat_ws(' ', a.job_id, a.alertname, a.state, a.matches, a.execution_id), E'\\n'
                ORDER BY a.job_id, a.alert_id)
            FROM belfry.alert_episodes AS a
            """
        let transitions: SQL = """
            SELECT string_agg(concat_ws(' ', t.job_id, t.kind, t.execution_id), E'\\n' ORDER BY t.job_id, t.transition_id)
            FROM belfry.alert_transitions AS t
            """
        let texts = [
            try await bench.value(String.self, states), try await bench.value(String.self, executions),
            try await bench.value(String.self, alerts), try await bench.value(String.self, transitions),
        ]
        return texts.joined(separator: "\n\n").replacing(/20\d\d-[-: .\d+]+/, with: "")
    }

    @Test func decideWhatTheyWouldHaveDecidedOneByOne() async throws {
        var outcomes: [String] = []
        try await Self.with("ahead") { bench async throws in
            var before: PendingCommit?
            var ahead = 0
            for batch in Self.batches(1..<30) {
                let pending = await bench.writer.begin(batch)
                if before != nil, pending.allowsAnother { ahead += 1 }
                if let before { #expect(try await before.verdicts() == Self.accepted) }
                before = pending
            }
            #expect(try await before?.verdicts() == Self.accepted)
            #expect(ahead == 28)
            outcomes.append(try await Self.outcome(bench))
            // In the order of their commits, and none with the number of another.
            #expect(
                try await bench.value(
                    Bool.self,
                    """
                    SELECT bool_and(increasing AND executions = 10) FROM (
                        SELECT executions, decided_at >= lag(decided_at, 1, decided_at) OVER (ORDER BY batch_id) AS increasing
                        FROM belfry.ingest_batches WHERE executions > 0
                    ) AS b
                    """
                )
            )
        }
        try await Self.with("one_by_one") { bench async throws in
            for batch in Self.batches(1..<30) { #expect(try await bench.writer.commit(batch) == Self.accepted) }
            outcomes.append(try await Self.outcome(bench))
        }
        #expect(outcomes[0] == outcomes[1])
    }

    @Test func areDecidedAnewWhereSomebodyElseHasDecidedInBetween() async throws {
        try await Self.with("between") { bench async throws in
            let batches = Self.batches(1..<4)
            let first = await bench.writer.begin(batches[0])
            // Nothing of the first batch is waited for, but by the other replica, whose turn comes after it.
            let other = IngestBench.writer(bench.connection, bench.rules)
            #expect(try await other.commit(batches[1]) == Self.accepted)
            await other.close()
            let second = await bench.writer.begin(batches[2])
            #expect(second.allowsAnother)
            #expect(try await first.verdicts() == Self.accepted)
            #expect(try await second.verdicts() == Self.accepted)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") == 40)
            #expect(try await bench.value(Int64.self, "SELECT sum(executions)::bigint FROM belfry.jobs") == 40)
            // Where somebody else decides, nothing is decided ahead for a while.
            let third = await bench.writer.begin(Self.batches(4..<5)[0])
            #expect(!third.allowsAnother)
            #expect(try await third.verdicts() == Self.accepted)
        }
    }

    @Test func areDecidedByTheRulesInForce() async throws {
        try await Self.with("rules") { bench async throws in
            let batches = Self.batches(1..<3)
            let first = await bench.writer.begin(batches[0])
            let text = """
                groups:
                  - name: test
                    rules:
                      - alert: Everything
                        on: execution
                        expr: 'true'
                """
            let loaded = try #require(RuleSet.load([RuleFile(name: "test.yaml", text: text)]).rules)
            // Another replica's: this one has not heard of it.
            try await bench.pool.withConnection { try await ActiveRules().activate(loaded, on: $0) }
            let second = await bench.writer.begin(batches[1])
            #expect(second.allowsAnother)
            #expect(try await first.verdicts() == Self.accepted)
            #expect(try await second.verdicts() == Self.accepted)
            #expect(
                try await bench.value(
                    Int64.self,
                    "SELECT count(DISTINCT job_id) FROM belfry.alert_episodes WHERE alertname = 'Everything'"
                ) == 4
            )
        }
    }

    @Test func fallWithTheOneBeforeThemAndAreStoredOnce() async throws {
        try await Self.with("repeated") { bench async throws in
            let batches = Self.batches(1..<3)
            // One more delivery of what is stored, as if at another time: not late, and known all the same.
            var repeated = batches[0]
            repeated[9].execution.executionID = "a0-9"
            repeated[9].execution.jobID = "job-1"
            let first = await bench.writer.begin(repeated)
            let second = await bench.writer.begin(batches[1])
            #expect([first, second].map(\.allowsAnother) == [true, true])
            #expect(try await first.verdicts() == Array(repeating: .accepted, count: 9) + [.conflict])
            #expect(try await second.verdicts() == Self.accepted)
            #expect(try await bench.value(Int64.self, "SELECT sum(executions)::bigint FROM belfry.jobs") == 29)
        }
    }

    @Test func waitForOneThatIsNotSent() async throws {
        try await Self.with("unsent") { bench async throws in
            let batches = Self.batches(0..<2)
            // Late and known: found out while it is begun.
            let first = await bench.writer.begin(batches[0])
            let second = await bench.writer.begin(batches[1])
            #expect([first, second].map(\.allowsAnother) == [false, false])
            #expect(try await first.verdicts() == Array(repeating: .duplicate, count: 10))
            #expect(try await second.verdicts() == Self.accepted)
            #expect(try await bench.value(Int64.self, "SELECT sum(executions)::bigint FROM belfry.jobs") == 20)
        }
    }

    @Test func mayRepeatWhatIsUnderWay() async throws {
        try await Self.with("again") { bench async throws in
            let batch = Self.batches(1..<2)[0]
            let first = await bench.writer.begin(batch)
            // The attempts are as new as those they repeat: not behind their jobs' positions once those have moved.
            var later = batch
            later[0] = Self.batches(2..<3)[0][0]
            let second = await bench.writer.begin(later)
            #expect(try await first.verdicts() == Self.accepted)
            #expect(
                try await second.verdicts() == [.accepted] + Array(repeating: .duplicate, count: 9)
            )
            #expect(try await bench.value(Int64.self, "SELECT sum(executions)::bigint FROM belfry.jobs") == 21)
        }
    }

    @Test func surviveARefusedRowBeforeThem() async throws {
        try await Self.with("refused") { bench async throws in
            var batches = Self.batches(1..<3)
            batches[0][3].execution.retryAttempt = -1
            let first = await bench.writer.begin(batches[0])
            let second = await bench.writer.begin(batches[1])
            let verdicts = try await first.verdicts()
            #expect(verdicts.filter { $0 == .accepted }.count == 9)
            guard case .refused = verdicts[3] else {
                Issue.record("\(verdicts[3])")
                return
            }
            #expect(try await second.verdicts() == Self.accepted)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") == 29)
        }
    }

    @Test func surviveACommitThatFailsBeforeThem() async throws {
        try await Self.with("commit") { bench async throws in
            try await bench.pool.withConnection { connection in
                try await connection.script(
                    """
                    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN RAISE data_exception; END $$;
                    CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON belfry.execution_keys
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.execution_id = 'a1-3')
                    EXECUTE FUNCTION refuse();
                    """,
                    name: "test"
                )
            }
            let batches = Self.batches(1..<3)
            let first = await bench.writer.begin(batches[0])
            let second = await bench.writer.begin(batches[1])
            #expect([first, second].map(\.allowsAnother) == [true, true])
            #expect(try await first.verdicts().filter { $0 == .accepted }.count == 9)
            #expect(try await second.verdicts() == Self.accepted)
            #expect(try await bench.value(Int64.self, "SELECT sum(executions)::bigint FROM belfry.jobs") == 29)
        }
    }

    @Test func areFoundWhereTheirAnswersAreLost() async throws {
        try await Self.with("answers") { bench async throws in
            let batches = Self.batches(1..<3)
            let pending = [await bench.writer.begin(batches[0]), await bench.writer.begin(batches[1])]
            while try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") < 30 {}
            await bench.writer.close()
            for commit in pending { #expect(try await commit.verdicts() == Self.accepted) }
            #expect(try await bench.value(Int64.self, "SELECT sum(executions)::bigint FROM belfry.jobs") == 30)
        }
    }

    @Test(arguments: [false, true])
    func survivesTheEndOfTheConnection(isCommitted: Bool) async throws {
        try await Self.with("lost_\(isCommitted)") { bench async throws in
            let batches = Self.batches(1..<3)
            let pending = try await Self.begin(batches, bench, isCommitted: isCommitted)
            for commit in pending { #expect(try await commit.verdicts() == Self.accepted) }
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") == 30)
            #expect(try await bench.value(Int64.self, "SELECT sum(executions)::bigint FROM belfry.jobs") == 30)
            #expect(
                try await bench.value(
                    Int64.self,
                    "SELECT count(*) FROM belfry.ingest_batches WHERE executions > 0"
                ) == 3
            )
        }
    }

    /// Begins two batches and ends their connection while they are under way, or when they are done.
    private static func begin(
        _ batches: [[ReceivedExecution]],
        _ bench: IngestBench,
        isCommitted: Bool
    ) async throws -> [PendingCommit] {
        let end: SQL = """
            SELECT count(pg_terminate_backend(pid))
            FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND query NOT LIKE 'LOCK TABLE%'
            """
        if isCommitted {
            let pending = [await bench.writer.begin(batches[0]), await bench.writer.begin(batches[1])]
            while try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") < 30 {}
            _ = try await bench.value(Int64.self, end)
            return pending
        }
        return try await bench.pool.withConnection { connection in
            try await connection.query(.begin)
            try await connection.query(Query("test", "LOCK TABLE belfry.executions IN SHARE MODE"))
            let pending = [await bench.writer.begin(batches[0]), await bench.writer.begin(batches[1])]
            _ = try await bench.value(Int64.self, end)
            try await connection.query(.rollback)
            return pending
        }
    }

    @Test func areNotSentWhereSomethingHasToBeReadFirst() async throws {
        try await Self.with("read") { bench async throws in
            let batches = Self.batches(1..<2)
            let first = await bench.writer.begin(batches[0])
            let unknown = (0..<10).map { IngestBench.attempt("b\($0)", job: "new-\($0)", at: 500) }
            let second = await bench.writer.begin(unknown)
            #expect([first, second].map(\.allowsAnother) == [true, false])
            #expect(try await first.verdicts() == Self.accepted)
            #expect(try await second.verdicts() == Self.accepted)
            let late = (0..<10).map { IngestBench.attempt("c\($0)", job: "new-\($0)", at: 499) }
            let third = await bench.writer.begin(Self.batches(2..<3)[0])
            let fourth = await bench.writer.begin(late)
            #expect([third, fourth].map(\.allowsAnother) == [true, false])
            #expect(try await third.verdicts() == Self.accepted)
            #expect(try await fourth.verdicts() == Self.accepted)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.executions") == 50)
        }
    }
}
