import BelfryCore
import BelfryServer
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// What is read back of decisions: explanations and back-tests.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct DecisionHistoryTests {
    @Test func anExecutionIsExplainedByTheRulesThatDecidedItAndWhatTheyDid() async throws {
        try await IngestBench.with("explain") { bench async throws in
            let failure = IngestBench.attempt("a", at: 10, status: .failure)
            let late = IngestBench.attempt("b", at: 5, status: .failure)
            #expect(try await bench.writer.commit([failure]) == [.accepted])
            #expect(try await bench.writer.commit([late]) == [.accepted])
            let dispatch = DispatchStore(pool: bench.pool, rules: bench.rules)
            _ = try await dispatch.round(DispatchRouting(root: Route(), inhibitRules: [], channels: [:]))
            // Rules that come later explain nothing of what was decided before.
            let other = try #require(
                RuleSet.load([
                    RuleFile(name: "r", text: "groups: [{name: g, rules: [{alert: Other, expr: 'true'}]}]")
                ]).rules
            )
            try await bench.pool.withConnection { connection in
                try await bench.rules.activate(other, on: connection)
                let store = ExplanationStore(connection)
                let decisions = try await store.decisions(executionID: "a", jobID: nil, attempt: nil)
                try #require(decisions.count == 1)
                #expect(decisions[0].rules.rules.map(\.alertname).contains("JobFailed"))
                #expect(decisions[0].run.outcome == .failed)
                #expect(!decisions[0].isLate)
                #expect(decisions[0].received.execution == failure.execution)
                #expect(
                    decisions[0].alerts.map { "\($0.alertname) \($0.transition) \($0.state)" } == [
                        "JobFailed firing resolved"
                    ]
                )
                #expect(decisions[0].alerts.first?.messages.map(\.suppressed) == ["no_receiver"])
                let lateDecisions = try await store.decisions(executionID: "b", jobID: "job-1", attempt: 0)
                #expect(lateDecisions.map(\.isLate) == [true])
                #expect(try await store.decisions(executionID: "b", jobID: "job-2", attempt: nil).isEmpty)
            }
        }
    }

    @Test func aBacktestOfTheLiveRulesFindsWhatTheyDid() async throws {
        try await IngestBench.with("backtest") { bench async throws in
            // Three days of twelve jobs, one failure in seven.
            let all = (0..<600).map { number in
                IngestBench.attempt(
                    "a\(number)",
                    job: "job-\(number % 12)",
                    at: Int64(number * 7),
                    status: number % 7 == 0 ? .failure : .success
                )
            }
            for start in stride(from: 0, to: 600, by: 50) {
                _ = try await bench.writer.commit(Array(all[start..<start + 50]))
            }
            let (from, to) = (all[0].execution.executedAt, all[599].receivedAt + .minutes(1))
            var backtest = Backtest(
                rules: try #require(RuleSet.load([BuiltInRules.file]).rules),
                route: Route(),
                inhibitRules: [],
                start: from,
                from: from
            )
            let live = try await bench.pool.withConnection { connection in
                let history = ExecutionHistory(connection)
                var last: Instant?
                try await history.forEachBatch(from: from, to: to) { batch in
                    for received in batch {
                        #expect(last.map { $0 <= received.receivedAt } ?? true)
                        last = received.receivedAt
                    }
                    backtest.receive(batch)
                }
                return try await history.liveAlerts(from: Instant(microseconds: 0), to: GroupState.never)
            }
            backtest.finish(at: to)
            #expect(backtest.executions == 600)
            #expect(backtest.counts["JobFailed"] ?? 0 > 20)
            #expect(Int64(backtest.counts["JobFailed"] ?? 0) == live["JobFailed"]?.alerts)
            #expect(backtest.counts["CriticalJobFailed"] == 0)
        }
    }
}
