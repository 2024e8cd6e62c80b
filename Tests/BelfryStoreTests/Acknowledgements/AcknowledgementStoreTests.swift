import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// Acknowledgements, and what a dispatch round makes of them.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct AcknowledgementStoreTests {
    private static let routing = DispatchRouting(
        root: Route(receiver: "ops", groupBy: .labels(["alertname"])),
        inhibitRules: [],
        channels: ["ops": []]
    )

    /// The reasons of all messages so far, in order.
    private func told(_ bench: IngestBench) async throws -> String {
        _ = try await DispatchStore(pool: bench.pool, rules: bench.rules).round(Self.routing)
        return try await bench.value(
            String?.self,
            "SELECT string_agg(reason, ' ' ORDER BY notification_id) FROM belfry.notifications"
        ) ?? ""
    }

    /// Makes every message so far some hours older.
    private func age(_ bench: IngestBench, hours: Int = 5) async throws {
        try await bench.pool.withConnection { connection in
            _ = try await connection.query(
                Query(
                    "test.age",
                    """
                    UPDATE belfry.notification_groups SET
                        last_notified_at = last_notified_at - \(Int32(hours)) * interval '1 hour',
                        next_flush_at = CASE WHEN next_flush_at < 'infinity'
                            THEN next_flush_at - \(Int32(hours)) * interval '1 hour' ELSE next_flush_at END
                    """,
                    prepared: false
                )
            )
        }
    }

    private func id(_ bench: IngestBench, job: String = "job-1") async throws -> AlertReference {
        let id = try await bench.value(
            Int64.self,
            "SELECT max(alert_id) FROM belfry.alerts WHERE job_id = \(job)"
        )
        return try #require(AlertReference(String(id)))
    }

    @Test func anAcknowledgedAlertIsNotRepeatedAndItsEndIsTold() async throws {
        try await IngestBench.with("ack_repeat") { bench async throws in
            let store = AcknowledgementStore(pool: bench.pool)
            _ = try await bench.writer.commit([IngestBench.attempt("a", status: .failure)])
            #expect(try await told(bench) == "firing")
            let reference = try await id(bench)
            let standing = try await store.acknowledge(reference, by: "ana", comment: "on it")
            #expect(standing.acknowledgement?.by == "ana")
            // Again, by another: it stays hers.
            #expect(try await store.acknowledge(reference, by: "bob", comment: "") == standing)
            let shown: SQL = "SELECT acknowledged_by || ' ' || (acknowledged_at <= now()) FROM belfry.open_alerts"
            #expect(try await bench.value(String.self, shown) == "ana true")

            for _ in 0..<3 {
                try await age(bench)
                #expect(try await told(bench) == "firing")
            }
            let record: SQL = """
                SELECT string_agg(suppressed || ' ' || by, ',') FROM belfry.notification_alerts
                WHERE suppressed IS NOT NULL
                """
            #expect(try await bench.value(String.self, record) == "acknowledged ana")
            let open = try await OpenAlertStore(pool: bench.pool).open()
            #expect(open.map(\.acknowledgement?.comment) == ["on it"])
            #expect(open.map(\.notifications) == [1])

            _ = try await bench.writer.commit([IngestBench.attempt("b", at: 1)])
            #expect(try await told(bench) == "firing resolved")
            await #expect(throws: AcknowledgementStore.Refusal.self) {
                try await store.acknowledge(reference, by: "ana", comment: "")
            }
        }
    }

    @Test func takenBackItIsRepeatedAtOnceIfThatIsDue() async throws {
        try await IngestBench.with("ack_undo") { bench async throws in
            let store = AcknowledgementStore(pool: bench.pool)
            _ = try await bench.writer.commit([IngestBench.attempt("a", status: .failure)])
            #expect(try await told(bench) == "firing")
            let fingerprint = try await bench.value(String.self, "SELECT fingerprint FROM belfry.alerts")
            let reference = try #require(AlertReference(fingerprint))
            _ = try await store.acknowledge(reference, by: "ana", comment: "")
            try await age(bench)
            #expect(try await told(bench) == "firing")
            #expect(try await store.withdraw(reference).acknowledgement == nil)
            #expect(try await store.withdraw(reference).acknowledgement == nil)
            #expect(try await told(bench) == "firing repeat")
        }
    }

    @Test func aMessageGoesOutWhenAnotherAlertJoinsWithTheAcknowledgedOneInIt() async throws {
        try await IngestBench.with("ack_join") { bench async throws in
            let store = AcknowledgementStore(pool: bench.pool)
            _ = try await bench.writer.commit([IngestBench.attempt("a", status: .failure)])
            #expect(try await told(bench) == "firing")
            _ = try await store.acknowledge(try await id(bench), by: "ana", comment: "")
            _ = try await bench.writer.commit([IngestBench.attempt("b", job: "job-2", at: 1, status: .failure)])
            try await age(bench, hours: 1)
            #expect(try await told(bench) == "firing firing")
            let jobs = try await bench.value(
                String.self,
                "SELECT array_to_string(job_ids, ' ') FROM belfry.notifications ORDER BY notification_id DESC LIMIT 1"
            )
            #expect(jobs.split(separator: " ").sorted() == ["job-1", "job-2"])
        }
    }

    @Test func whatFailsForGoodWhileAcknowledgedIsHeldBack() async throws {
        try await IngestBench.with("ack_final") { bench async throws in
            let store = AcknowledgementStore(pool: bench.pool)
            let critical = RuleFile(
                name: "r.yaml",
                text: "groups: [{name: g, rules: [{alert: AnyFailure, expr: status != \"success\"}]}]"
            )
            let rules = try #require(RuleSet.load([critical]).rules)
            try await bench.pool.withConnection { connection in
                try await bench.rules.activate(rules, on: connection)
            }
            _ = try await bench.writer.commit([IngestBench.attempt("a", status: .failure, retryIn: 1)])
            #expect(try await told(bench) == "firing")
            _ = try await store.acknowledge(try await id(bench), by: "ana", comment: "")
            _ = try await bench.writer.commit([
                IngestBench.attempt("a", at: 1, status: .failure, attempt: 1)
            ])
            #expect(try await told(bench) == "firing")
            let finals = try await bench.value(
                Int64.self,
                "SELECT count(*) FROM belfry.alert_transitions WHERE kind = 'final'"
            )
            #expect(finals == 1)
            let held = try await bench.value(
                String.self,
                "SELECT string_agg(suppressed || ' ' || by, ',') FROM belfry.notification_alerts WHERE by IS NOT NULL"
            )
            #expect(held == "acknowledged ana")
        }
    }

    @Test func whatIsNotThereOrHasEndedIsRefused() async throws {
        try await IngestBench.with("ack_refused") { bench async throws in
            let store = AcknowledgementStore(pool: bench.pool)
            let nothing = try #require(AlertReference("1234567890123456"))
            await #expect(throws: AcknowledgementStore.Refusal.notFound) {
                try await store.acknowledge(nothing, by: "ana", comment: "")
            }
            _ = try await bench.writer.commit([IngestBench.attempt("a", status: .failure)])
            _ = try await bench.writer.commit([IngestBench.attempt("b", at: 1)])
            let reference = try await id(bench)
            await #expect(throws: AcknowledgementStore.Refusal.self) {
                try await store.withdraw(reference)
            }
        }
    }

    @Test func whoKeepsAccountOfItIsToldOnceAndOnlyWhereTheAlertWasTold() async throws {
        try await IngestBench.with("ack_told") { bench async throws in
            let store = AcknowledgementStore(pool: bench.pool)
            let channels = ["ops": ["ops/pagerduty/0"], "others": ["others/pagerduty/0"]]
            _ = try await bench.writer.commit([
                IngestBench.attempt("a", status: .failure), IngestBench.attempt("b", job: "job-2", status: .failure),
            ])
            // Nobody was told yet.
            _ = try await store.acknowledge(try await id(bench), by: "ana", comment: "", telling: channels)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.notifications") == 0)
            #expect(try await told(bench) == "firing")
            let first: SQL = """
                SELECT string_agg(a ->> 'acknowledgedBy', ',')
                FROM belfry.notifications AS n, jsonb_array_elements(n.content -> 'alerts') AS a
                WHERE n.reason = 'firing'
                """
            #expect(try await bench.value(String?.self, first) == "ana")

            for by in ["bob", "eve"] {
                let other = try await id(bench, job: "job-2")
                _ = try await store.acknowledge(other, by: by, comment: "", telling: channels)
            }
            #expect(try await told(bench) == "firing acknowledged")
            let queued: SQL = """
                SELECT string_agg(o.channel || ' ' || (n.content #>> '{alerts,0,acknowledgedBy}'), ',')
                FROM belfry.outbox AS o JOIN belfry.notifications AS n USING (notification_id)
                WHERE n.reason = 'acknowledged'
                """
            #expect(try await bench.value(String?.self, queued) == "ops/pagerduty/0 bob")
        }
    }
}
