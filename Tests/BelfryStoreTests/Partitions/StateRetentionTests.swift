import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

/// What is left of states that are over goes too, so that no table grows for ever.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct StateRetentionTests {
    private static let policy = RetentionPolicy(
        executions: .days(30),
        failures: .days(60),
        deliveries: .days(10),
        rollups: .days(90)
    )

    private static func prepare(_ bench: IngestBench, _ script: String) async throws {
        try await bench.pool.withConnection { connection in try await connection.script(script, name: "test") }
    }

    private static func left(_ query: SQL, _ bench: IngestBench) async throws -> String {
        try await bench.value(String?.self, query) ?? ""
    }

    @Test func ruleSetsGoWithTheExecutionsTheyDecided() async throws {
        try await IngestBench.with("retention_rules") { bench async throws in
            func rules(_ name: String) throws -> RuleSet {
                let text = "groups: [{name: g, rules: [{alert: \(name), expr: 'true'}]}]"
                return try #require(RuleSet.load([RuleFile(name: "r", text: text)]).rules)
            }
            let (first, second, third) = (try rules("First"), try rules("Second"), try rules("Third"))
            // The first one again, so that it is in force although it was replaced once.
            for set in [first, second, third, first] {
                try await bench.pool.withConnection { try await bench.rules.activate(set, on: $0) }
            }
            let replaced: SQL = """
                SELECT string_agg(files #>> '{0,text}', '') FROM belfry.rule_sets WHERE replaced_at IS NULL
                """
            #expect(try await Self.left(replaced, bench).contains("First"))
            try await Self.prepare(
                bench,
                """
                UPDATE belfry.rule_sets SET replaced_at = now() - interval '63 days' WHERE files::text LIKE '%Second%';
                UPDATE belfry.rule_sets SET replaced_at = now() - interval '61 days' WHERE files::text LIKE '%Third%';
                """
            )
            _ = try await RetentionStore(pool: bench.pool).enforce(Self.policy)
            let texts = try await Self.left("SELECT string_agg(files #>> '{0,text}', '') FROM belfry.rule_sets", bench)
            #expect(texts.contains("First") && texts.contains("Third") && !texts.contains("Second"))
        }
    }

    @Test func alertsThatHaveEndedGoWithTheRollupsAndWhatWasToBeToldBefore() async throws {
        try await IngestBench.with("retention_alerts") { bench async throws in
            try await Self.prepare(
                bench,
                """
                -- Ended 30, 60, 90 and 120 days ago; the fifth fires since 150 days, the sixth is in a group still.
                INSERT INTO belfry.alert_episodes (
                    job_id, alert_id, fingerprint, alertname, severity, state, labels, annotations, matches, active_since,
                    firing_since, resolved_at, failed_runs, facts
                )
                SELECT 'j', n, n, 'A', 'error', CASE n WHEN 5 THEN 'firing' ELSE 'resolved' END, '{}', '{}', 1, at, at,
                    CASE WHEN n <> 5 THEN at END, 0, '{}'
                FROM (SELECT n, now() - n * interval '30 days' AS at FROM generate_series(1, 6) AS n) AS days;
                INSERT INTO belfry.group_members VALUES ('ops', 'g', 'j', 6);
                INSERT INTO belfry.acknowledgements SELECT 'j', n, 'me', now() FROM generate_series(1, 6) AS n;
                INSERT INTO belfry.alert_transitions (job_id, transition_id, alert_id, kind, at, processed_at)
                SELECT 'j', n, n, 'resolved', now(), CASE WHEN n <> 4 THEN now() - n * interval '6 days' END
                FROM generate_series(1, 4) AS n;
                INSERT INTO belfry.coalesced_alerts SELECT 'gone', 'j', n FROM generate_series(3, 5) AS n;
                """
            )
            let store = RetentionStore(pool: bench.pool)
            _ = try await store.enforce(Self.policy)
            func left(_ table: SQL) async throws -> String {
                try await Self.left("SELECT string_agg(alert_id::text, ' ' ORDER BY alert_id) FROM \(table)", bench)
            }
            // The fourth is still to be told of.
            #expect(try await left("belfry.alert_episodes") == "1 2 4 5 6")
            #expect(try await left("belfry.acknowledgements") == "1 2 4 5 6")
            #expect(try await left("belfry.alert_transitions") == "1 4")
            #expect(try await left("belfry.coalesced_alerts") == "5")
            #expect(try await store.enforce(Self.policy).isEmpty)
        }
    }

    @Test func groupsGoOnceNoMessageOfTheirsIsOnRecord() async throws {
        try await IngestBench.with("retention_groups") { bench async throws in
            try await Self.prepare(
                bench,
                """
                INSERT INTO belfry.notification_groups (
                    receiver, group_key, group_labels, group_interval_ms, repeat_interval_ms, next_flush_at, last_notified_at
                )
                SELECT 'ops', key, '{}', 1, 1, due::timestamptz, now() - told::interval
                FROM (VALUES
                    ('idle', 'infinity', '11 days'), ('young', 'infinity', '9 days'), ('due', 'now', '11 days'),
                    ('full', 'infinity', '11 days'), ('recorded', 'infinity', '11 days'), ('never told', 'infinity', NULL)
                ) AS g (key, due, told);
                INSERT INTO belfry.group_members VALUES ('ops', 'full', 'j', 1);
                INSERT INTO belfry.notifications
                VALUES (1, 'ops', 'recorded', 7, 'firing', '{}', '{}', '{}', now());
                """
            )
            _ = try await RetentionStore(pool: bench.pool).enforce(Self.policy)
            let keys: SQL = "SELECT string_agg(group_key, ' ' ORDER BY group_key) FROM belfry.notification_groups"
            #expect(try await Self.left(keys, bench) == "due full recorded young")
        }
    }

    @Test func whenReplicasWereReceivingIsForgottenAfterAMonth() async throws {
        try await IngestBench.with("retention_coverage") { bench async throws in
            try await Self.prepare(
                bench,
                """
                INSERT INTO belfry.coverage (replica, started_at, last_heartbeat_at)
                SELECT gen_random_uuid(), now() - interval '90 days', now() - n * interval '20 days'
                FROM generate_series(0, 3) AS n;
                INSERT INTO belfry.coverage_gaps
                SELECT gen_random_uuid(), now() - interval '90 days', now() - n * interval '20 days'
                FROM generate_series(0, 3) AS n;
                """
            )
            #expect(try await RetentionStore(pool: bench.pool).enforce(Self.policy).rows == 4)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.coverage") == 2)
            #expect(try await bench.value(Int64.self, "SELECT count(*) FROM belfry.coverage_gaps") == 2)
        }
    }
}
