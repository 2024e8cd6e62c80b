import BelfryCore
import BelfryTestSupport
import Foundation
import Libpq
import Testing

@testable import BelfryStore

/// What a message says about its alerts that the alerts do not know: last runs, shared causes, acknowledgements.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct MessageBackgroundTests {
    private static let routing = DispatchRouting(
        root: Route(receiver: "ops", groupBy: .labels(["alertname"])),
        inhibitRules: InhibitRule.shipped,
        channels: ["ops": ["ops/pagerduty/0"]]
    )

    /// The contents of all messages after a round.
    private func contents(_ bench: IngestBench) async throws -> [NotificationContent] {
        _ = try await DispatchStore(pool: bench.pool, rules: bench.rules).round(Self.routing)
        let rows = try await bench.pool.withConnection { connection in
            try await connection.query(
                Query(
                    "test",
                    "SELECT content::text FROM belfry.notifications ORDER BY notification_id",
                    prepared: false
                )
            )
        }
        return try rows.map { row in
            try JSONDecoder().decode(NotificationContent.self, from: Data(try row.decode(String.self).utf8))
        }
    }

    @Test func showsTheLastRunsOldestFirst() async throws {
        try await IngestBench.with("strip") { bench async throws in
            _ = try await bench.writer.commit([
                IngestBench.attempt("1", at: 0),
                // Recovered: the failed attempt is no run of its own.
                IngestBench.attempt("2", at: 10, status: .failure, retryIn: 1),
                IngestBench.attempt("2", at: 11, attempt: 1),
                // Overtaken by the next run: without a success.
                IngestBench.attempt("3", at: 20, status: .failure, retryIn: 1),
                IngestBench.attempt("4", at: 30),
                IngestBench.attempt("other", job: "job-2", at: 31),
                IngestBench.attempt("5", at: 40, status: .timeout),
            ])
            let contents = try await contents(bench)
            #expect(contents.map { $0.alerts.map(\.lastRuns?.text) } == [["▄▄✕▄✕"]])
        }
    }

    @Test func leavesOutARunThatIsUnderWay() async throws {
        try await IngestBench.with("strip_open", rules: Self.everyFailure) { bench async throws in
            _ = try await bench.writer.commit([
                IngestBench.attempt("1", at: 0), IngestBench.attempt("2", at: 1, status: .failure, retryIn: 5),
            ])
            #expect(try await contents(bench).first?.alerts.first?.lastRuns?.text == "▄")
        }
    }

    @Test func findsTheRunsOfAJobThatRunsOnceAWeek() async throws {
        try await IngestBench.with("strip_weekly") { bench async throws in
            let week: Int64 = 7 * 24 * 60
            _ = try await bench.writer.commit((-30...(-1)).map { IngestBench.attempt("w\($0)", at: $0 * week) })
            _ = try await bench.writer.commit([IngestBench.attempt("f", status: .failure)])
            #expect(try await contents(bench).first?.alerts.first?.lastRuns?.text == "▄▄▄▄▄▄▄▄▄▄▄✕")
        }
    }

    @Test func countsTheJobsThatFailWithTheSameError() async throws {
        try await IngestBench.with("causes") { bench async throws in
            _ = try await bench.writer.commit(
                (1...4).map { IngestBench.attempt("f\($0)", job: "job-\($0)", status: .failure) }
                    + [IngestBench.attempt("t", job: "job-5", status: .timeout)]
            )
            let alerts = try #require(try await contents(bench).first).alerts
            #expect(alerts.map(\.job.jobID).sorted() == (1...5).map { "job-\($0)" })
            for alert in alerts {
                #expect(alert.othersWithSameError == (alert.job.jobID == "job-5" ? nil : 3), "\(alert.job.jobID)")
            }
            // One has recovered: it shares nothing any more.
            _ = try await bench.writer.commit([IngestBench.attempt("s", job: "job-1", at: 1)])
            try await bench.pool.withConnection { connection in
                try await connection.script(
                    "UPDATE belfry.notification_groups SET next_flush_at = '-infinity'",
                    name: "test"
                )
            }
            let later = try #require(try await contents(bench).last).alerts
            #expect(later.first { $0.job.jobID == "job-2" }?.othersWithSameError == 2)
            #expect(later.first { $0.job.jobID == "job-1" }?.othersWithSameError == nil)
        }
    }

    @Test func countsManyJobsWithTheSameErrorByAnIndexAndToALimit() async throws {
        try await IngestBench.with("many_causes") { bench async throws in
            _ = try await bench.writer.commit(
                (1...1_100).map { IngestBench.attempt("f\($0)", job: "job-\($0)", status: .failure) }
            )
            #expect(try await contents(bench).first?.alerts.first?.othersWithSameError == 100)
            let plan = try await bench.pool.withConnection { connection in
                try await connection.script("ANALYZE belfry.alert_episodes", name: "test")
                let counted = BackgroundQueries.failingJobs(["no error has this"])
                return try await connection.query(Query("test", "EXPLAIN \(counted.sql)", prepared: false))
                    .map { try $0.decode(String.self) }
            }
            // Whatever the number of alerts that fire: messages are decided many times a second.
            #expect(plan.contains { $0.contains("alert_episodes_error") }, "\(plan)")
        }
    }

    @Test(arguments: [(120, [120]), (501, [500, 1])])
    func tellsOfEveryAlertOfAGroup(count: Int, sizes: [Int]) async throws {
        try await IngestBench.with("every_\(count)") { bench async throws in
            try await DeliveryStore(pool: bench.pool).register([
                ChannelSpec(receiver: "ops", integration: "pagerduty", index: 0, target: "pager")
            ])
            _ = try await bench.writer.commit(
                (1...count).map { IngestBench.attempt("f\($0)", job: "job-\($0)", status: .failure) }
            )
            let contents = try await contents(bench)
            #expect(contents.map(\.alerts.count) == sizes)
            #expect(Set(contents.flatMap(\.alerts).map(\.job.jobID)).count == count)
            let told = try await bench.value(Int64.self, "SELECT count(*) FROM belfry.notification_alerts")
            #expect(told == Int64(count))
            let queued = try await bench.value(Int64.self, "SELECT count(*) FROM belfry.outbox")
            #expect(queued == Int64(sizes.count))
        }
    }

    private static let everyFailure = """
        groups:
          - name: test
            rules:
              - alert: AttemptFailed
                expr: status != "success"
        """
}
