import BelfryCore
import BelfryServer
import BelfryTestSupport
import Foundation
import Libpq
import NIOHTTP1
import Testing

/// From a signed success to the job it starts, with a real PostgreSQL and an emulated A1Cron.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"), .serialized)
struct TriggerEndToEndTests {
    private static let jobs = [
        A1CronJob(id: "crn_sync", name: "Data Sync"), A1CronJob(id: "crn_import", name: "Import"),
        A1CronJob(id: "crn_processing", name: "Data Processing Job"),
        A1CronJob(id: "crn_paused", name: "Paused Job", isActive: false),
    ]
    private static let example = """
        triggers:
          - name: processing
            after: Data Sync
            expr: json(response_body).records_synced > 0
            job: Data Processing Job
        """
    private static let states: SQL = """
        SELECT string_agg(trigger_name || ' ' || state, ', ' ORDER BY decided_at) FROM belfry.trigger_firings
        """

    private func with(
        _ name: String,
        triggers: String = Self.example,
        _ body: (RunningServer, A1CronEmulator) async throws -> Void
    ) async throws {
        let emulator = try await A1CronEmulator.start(jobs: Self.jobs)
        let configuration = """
            outbound: {allow_networks: [127.0.0.0/8], allow_http: true}
            a1cron:
              account_id: \(A1CronEmulator.accountID)
              api_key: \(A1CronEmulator.apiKey)
              api_secret: \(A1CronEmulator.apiSecret)
              base_url: \(emulator.baseURL)

            """ + triggers
        try await TestDatabase.with(named: name) { database async throws in
            try await RunningServer.with(database, configuration: configuration) { server async throws in
                if let secret = WebhookSecret(RunningServer.secret) {
                    emulator.report(to: WebhookSender(baseURL: "http://127.0.0.1:\(server.port)", secret: secret))
                }
                try await body(server, emulator)
            }
        }
        await emulator.stop()
    }

    @Test func theDocumentationsExampleStartsTheSecondJobOnce() async throws {
        try await with("trigger_once") { server, emulator in
            let answers = try await emulator.run("crn_sync", responseBody: #"{"records_synced": 42}"#, times: 2)
            #expect(answers == [200, 200])
            let state = try await server.value(
                "SELECT state || ' ' || child_job_id FROM belfry.trigger_firings",
                until: "delivered crn_processing"
            )
            #expect(state == "delivered crn_processing")
            #expect(emulator.triggered == ["crn_processing"])
            let parent = try await server.value(
                "SELECT parent_job_id || ' ' || parent_execution_id FROM belfry.runs WHERE job_id = 'crn_processing'",
                until: "crn_sync exe_1"
            )
            #expect(parent == "crn_sync exe_1")
            let log = try await server.value(
                "SELECT string_agg(receiver || ' ' || reason || ' ' || outcome, ', ') FROM belfry.deliveries",
                until: "processing trigger delivered"
            )
            #expect(log == "processing trigger delivered")
        }
    }

    @Test func aFalseConditionStartsNothing() async throws {
        try await with("trigger_false") { server, emulator in
            try await emulator.run("crn_sync", responseBody: #"{"records_synced": 0}"#)
            try await emulator.run("crn_sync", responseBody: #"{"records_synced": 1}"#)
            #expect(try await server.value(Self.states, until: "processing delivered") == "processing delivered")
            #expect(emulator.triggered == ["crn_processing"])
            let parent = try await server.value(
                "SELECT string_agg(execution_id, ',') FROM belfry.trigger_firings",
                until: "exe_2"
            )
            #expect(parent == "exe_2")
        }
    }

    @Test func severalJobsStartOneWhenAllHaveSucceeded() async throws {
        let triggers = """
            triggers:
              - name: report
                after: {all: [Data Sync, {job: crn_import, expr: json(response_body).rows > 0}], within: 2h}
                job: Data Processing Job
            """
        try await with("trigger_all", triggers: triggers) { server, emulator in
            try await emulator.run("crn_sync", times: 2)
            try await emulator.run("crn_import", responseBody: #"{"rows": 0}"#)
            let waiting = try await server.get("/api/v1/executions/exe_1/explain").body
            #expect(waiting.contains(#"counts for \"Data Sync\", and waits for \"crn_import\" until"#), "\(waiting)")
            let refused = try await server.get("/api/v1/executions/exe_2/explain").body
            #expect(refused.contains("not fired: its condition is false"), "\(refused)")
            try await emulator.run("crn_import", responseBody: #"{"rows": 7}"#, times: 3)
            #expect(try await server.value(Self.states, until: "report delivered") == "report delivered")
            #expect(emulator.triggered == ["crn_processing"])
            let fired = try await server.get("/api/v1/executions/exe_3/explain").body
            #expect(fired.contains("fired, delivered, execution exe_4, with Data Sync exe_1"), "\(fired)")
            let used = try await server.get("/api/v1/executions/exe_1/explain").body
            #expect(used.contains("and was used when exe_3 of crn_import fired it"), "\(used)")
        }
    }

    @Test func whatBecameOfTriggersIsInTheMetrics() async throws {
        try await with("trigger_metrics") { server, emulator in
            let before = try await server.get("/metrics").body
            for outcome in ["fired", "delivered", "retry", "failed", "in_doubt", "gave_up", "error", "loop"] {
                #expect(
                    before.contains(#"belfry_triggers_total{trigger="processing",outcome="\#(outcome)"} 0"#),
                    "\(outcome)"
                )
            }
            #expect(before.contains(#"belfry_triggers_pending{trigger="processing"} 0"#))
            #expect(before.contains(#"belfry_triggers_in_doubt{trigger="processing"} 0"#))
            emulator.script([.loseRequest])
            try await emulator.run("crn_sync", responseBody: #"{"records_synced": 1}"#)
            #expect(try await server.value(Self.states, until: "processing in_doubt") == "processing in_doubt")
            try await emulator.run("crn_sync", responseBody: #"{"records_synced": "#)
            let after = try await server.get("/metrics").body
            for line in [
                #"belfry_triggers_total{trigger="processing",outcome="fired"} 1"#,
                #"belfry_triggers_total{trigger="processing",outcome="in_doubt"} 1"#,
                #"belfry_triggers_total{trigger="processing",outcome="error"} 1"#,
                #"belfry_triggers_in_doubt{trigger="processing"} 1"#, "belfry_trigger_latency_seconds_count 1",
            ] {
                #expect(after.contains(line), "\(line)")
            }
        }
    }

    @Test func aCutBodyIsAnAlertAndNoAnswer() async throws {
        try await with("trigger_cut") { server, emulator in
            try await emulator.run("crn_sync", responseBody: #"{"records_synced": 42, "rows": ["a", "#)
            let alert = try await server.value(
                "SELECT alertname || ' ' || state || ' ' || (labels ->> 'trigger') FROM belfry.open_alerts",
                until: "TriggerConditionFailed firing processing"
            )
            #expect(alert == "TriggerConditionFailed firing processing")
            #expect(try await server.value(Self.states, until: "processing error") == "processing error")
            #expect(emulator.triggered == [])
            try await emulator.run("crn_sync", responseBody: #"{"records_synced": 42}"#)
            let open = try await server.value("SELECT count(*)::text FROM belfry.open_alerts", until: "0")
            #expect(open == "0")
        }
    }

    @Test func aLostAnswerIsInDoubtAndTheChildsWebhookClosesIt() async throws {
        try await with("trigger_lost") { server, emulator in
            emulator.script([.loseAnswer])
            try await emulator.run("crn_sync", responseBody: #"{"records_synced": 42}"#)
            let state = try await server.value(
                "SELECT state || ' ' || coalesce(child_execution_id, '') FROM belfry.trigger_firings",
                until: "in_doubt exe_2"
            )
            #expect(state == "in_doubt exe_2")
            try await Task.sleep(for: .milliseconds(300))
            #expect(emulator.triggered == ["crn_processing"])
            #expect(try await server.value("SELECT count(*)::text FROM belfry.deliveries", until: "1") == "1")
        }
    }

    @Test(arguments: [
        ("Paused Job", "HTTP 400: {\"detail\":\"Cron job is not active\"}"),
        ("No Such Job", "A1Cron has no job named \"No Such Job\""),
    ])
    func aRefusalIsFinalAndOnRecord(job: String, error: String) async throws {
        let triggers = "triggers: [{name: refused, after: Data Sync, job: \(job)}]"
        try await with("trigger_refused", triggers: triggers) { server, emulator in
            try await emulator.run("crn_sync")
            #expect(try await server.value(Self.states, until: "refused failed") == "refused failed")
            let found = try await server.value("SELECT error FROM belfry.deliveries", until: error)
            #expect(found == error)
            let alert = try await server.value("SELECT alertname FROM belfry.open_alerts", until: "TriggerFailed")
            #expect(alert == "TriggerFailed")
        }
    }

    @Test func whatCertainlyDidNothingIsSentAgainAndA500IsNot() async throws {
        let triggers = "triggers: [{name: again, after: Data Sync, job: crn_processing}]"
        try await with("trigger_again", triggers: triggers) { server, emulator in
            emulator.script([.refuse(429, retryAfter: "1")])
            try await emulator.run("crn_sync")
            #expect(try await server.value(Self.states, until: "again delivered") == "again delivered")
            let log = try await server.value(
                "SELECT string_agg(attempt || ' ' || outcome, ', ' ORDER BY attempt) FROM belfry.deliveries",
                until: "1 retry, 2 delivered"
            )
            #expect(log == "1 retry, 2 delivered")
            emulator.script([.refuse(500)])
            try await emulator.run("crn_sync")
            let states = try await server.value(Self.states, until: "again delivered, again in_doubt")
            #expect(states == "again delivered, again in_doubt")
            #expect(emulator.triggered == ["crn_processing"])
        }
    }

    @Test func anAddressGetsTheBodyWithTheValuesInItsPlaces() async throws {
        let sink = try await ChatSink.start()
        let triggers = """
            triggers:
              - name: hook
                after: Data Sync
                http:
                  url: \(sink.url)
                  headers: {X-Token: hush-hush}
                  body: '{"id": "{{execution_id}}", "ms": {{response_time_ms}}, "answer": "{{response_body}}"}'
            """
        try await with("trigger_http", triggers: triggers) { server, emulator in
            try await emulator.run("crn_sync", responseBody: "{\"a\": \"b\n\"}")
            await sink.wait(forRequests: 1)
            let body = #"{"id": "exe_1", "ms": 245, "answer": "{\"a\": \"b\n\"}"}"#
            #expect(sink.requests[0].text == body)
            #expect(sink.requests[0].header("X-Token") == "hush-hush")
            #expect(sink.requests[0].header("Content-Type") == "application/json")
            #expect(try await server.value(Self.states, until: "hook delivered") == "hook delivered")
        }
        await sink.stop()
    }

    @Test func aHangingChatDelaysNoTrigger() async throws {
        let sink = try await ChatSink.start()
        sink.script([], then: .hang)
        let triggers = """
            receivers: [{name: ops, slack_configs: [{api_url: "\(sink.url)"}]}]
            triggers: [{name: prompt, after: Data Sync, job: crn_processing}]
            """
        try await with("trigger_hang", triggers: triggers) { server, emulator in
            #expect(try await server.post(RunningServer.webhook("a", status: "failure")) == 200)
            await sink.wait(forRequests: 1)
            let start = ContinuousClock.now
            try await emulator.run("crn_sync")
            #expect(try await server.value(Self.states, until: "prompt delivered") == "prompt delivered")
            #expect(ContinuousClock.now - start < .seconds(4))
        }
        await sink.stop()
    }

    @Test func aReloadPutsTriggersInForceWholeOrNotAtAll() async throws {
        try await with("trigger_reload") { server, emulator in
            let text = try String(contentsOf: server.file, encoding: .utf8)
            func write(_ change: (String) -> String) throws {
                try change(text).write(to: server.file, atomically: true, encoding: .utf8)
            }
            // One trigger is right and the other names a variable that there is not: neither comes into force.
            let wrong = "  - {name: wrong, after: Data Sync, expr: statsu == 'success', job: crn_paused}"
            try write { text in
                text.replacing("records_synced > 0", with: "records_synced > 100")
                    .replacing("triggers:", with: "triggers:\n\(wrong)")
            }
            let refused = try await server.call(.POST, "/-/reload")
            #expect(refused.status == 400 && refused.body.contains("statsu"), "\(refused)")
            try await emulator.run("crn_sync", responseBody: #"{"records_synced": 42}"#)
            #expect(try await server.value(Self.states, until: "processing delivered") == "processing delivered")
            #expect(try await server.get("/metrics").body.contains("belfry_config_last_reload_successful 0"))

            try write { text in
                text.replacing("name: processing", with: "name: other").replacing(
                    "job: Data Processing Job",
                    with: "job: crn_import"
                )
                .replacing("port: 0", with: "port: 0, host: 127.0.0.1")
            }
            let applied = try await server.call(.POST, "/-/reload")
            #expect(
                applied.status == 200 && applied.body.contains("in force after the next start only: http"),
                "\(applied)"
            )
            try await emulator.run("crn_sync", responseBody: #"{"records_synced": 42}"#)
            let states = "processing delivered, other delivered"
            #expect(try await server.value(Self.states, until: states) == states)
            #expect(emulator.triggered == ["crn_processing", "crn_import"])
            #expect(
                try await server.get("/metrics").body
                    .contains(#"belfry_triggers_total{trigger="other",outcome="delivered"} 1"#)
            )
        }
    }

    @Test func aServerWithoutTriggersTakesThemFromAReload() async throws {
        try await with("trigger_first", triggers: "") { server, emulator in
            try await emulator.run("crn_sync")
            let text = try String(contentsOf: server.file, encoding: .utf8)
            try (text + "\ntriggers: [{name: new, after: crn_sync, job: crn_processing}]\n")
                .write(to: server.file, atomically: true, encoding: .utf8)
            #expect(try await server.call(.POST, "/-/reload").status == 200)
            try await emulator.run("crn_sync")
            #expect(try await server.value(Self.states, until: "new delivered") == "new delivered")
        }
    }
}
