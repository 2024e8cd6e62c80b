import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Testing

@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct ImportStoreTests {
    @Test(arguments: ExecutionExport.Format.allCases)
    func whatIsExportedComesInOnceAndIsTheSame(_ format: ExecutionExport.Format) async throws {
        try await IngestBench.with("export") { bench async throws in
            _ = try await bench.writer.commit([
                IngestBench.attempt("a"), IngestBench.attempt("b", at: 60, status: .failure, retryIn: 5),
                IngestBench.attempt("c", at: 65, attempt: 1), Self.awkward,
            ])
            _ = try await PartitionStore(pool: bench.pool).maintain()
            let text = try await Self.export(bench, format)
            let source = try await Self.content(bench)
            // Into the same database nothing comes in.
            #expect(try await Self.load(bench, text, format) == Self.report(added: 0, known: 4))

            try await IngestBench.with("import") { other async throws in
                #expect(try await Self.load(other, text, format) == Self.report(added: 4, known: 0))
                #expect(try await Self.load(other, text, format) == Self.report(added: 0, known: 4))
                #expect(try await Self.content(other) == source)
                let sources = try await other.value(
                    String.self,
                    "SELECT string_agg(DISTINCT source, ',') FROM belfry.executions"
                )
                #expect(sources == "import")
                // The past rings no bell and moves no counter, and is in the rollups.
                #expect(try await other.value(Int64.self, "SELECT count(*) FROM belfry.alert_episodes") == 0)
                #expect(try await other.value(Int64.self, "SELECT count(*) FROM belfry.job_states") == 0)
                try await RollupStore(pool: other.pool).foldAll()
                #expect(try await other.value(Int64.self, "SELECT sum(executions)::bigint FROM belfry.job_hourly") == 4)
                #expect(
                    try await other.value(Int64.self, "SELECT sum(recovered_runs)::bigint FROM belfry.job_daily") == 1
                )
            }
        }
    }

    @Test func logRowsComeInOnceAndOnlyWhereNoWebhookDid() async throws {
        try await IngestBench.with("log_rows") { bench async throws in
            _ = try await bench.writer.commit([IngestBench.attempt("known")])
            let now = try await bench.value(Instant.self, "SELECT clock_timestamp()")
            let text = """
                {"data":[{"id":"known","cron_job_id":"job-1","executed_at":"2026-09-21T14:00:00Z","status":"success"},\
                {"id":"new","cron_job_id":"job-1","executed_at":"2026-09-21T15:00:00Z","status":"timeout",\
                "response_code":null,"response_body":null,"error_message":"no answer"}],"pagination":{"page":1}}
                {"id":"late","cron_job_id":"job-1","executed_at":"\(now.iso8601)","status":"success"}
                """
            var expected = Self.report(added: 1, known: 1)
            expected.recent = 1
            #expect(try await Self.load(bench, text, .ndjson) == expected)
            expected = Self.report(added: 0, known: 2)
            expected.recent = 1
            #expect(try await Self.load(bench, text, .ndjson) == expected)
            let row = try await bench.value(
                String.self,
                """
                SELECT concat_ws(' ', execution_id, source, status, retry_attempt, response_time_ms, run_id)
                FROM belfry.executions WHERE source <> 'webhook'
                """
            )
            #expect(row == "new a1cron_logs timeout")
            try await RollupStore(pool: bench.pool).foldAll()
            let day = try await bench.value(
                String.self,
                """
                SELECT concat_ws(' ', sum(executions), sum(failures), sum(timeouts), sum(runs), max(max_ms),
                    string_agg(DISTINCT job_name, ','))
                FROM belfry.job_daily
                """
            )
            #expect(day == "2 1 1 1 245 Report")
        }
    }

    @Test func wrongLinesAreNamedAndTheOthersComeIn() throws {
        var lines = ImportLines(format: .ndjson)
        let text = """
            nonsense

            {"id":"x","cron_job_id":"job-1","executed_at":"yesterday","status":"success"}
            {"id":"y","cron_job_id":"job-1","executed_at":"2026-09-21T15:00:00Z","status":"success"}
            """
        let first = lines.read(Array(text.utf8))
        #expect(first.executions.isEmpty && first.problems.count == 2)
        #expect(first.problems.first == "1: not a JSON object")
        #expect(first.problems.last?.hasPrefix("3: \"executed_at\" must be an ISO 8601 time") == true)
        #expect(lines.finish().executions.map(\.execution.executionID) == ["y"])
    }

    private static var awkward: ReceivedExecution {
        var received = IngestBench.attempt("d,\"1\"", job: "job \"2\", ü", at: 3, status: .error)
        received.execution.responseBody = "line 1\r\nline 2, \"quoted\"\t\u{1F514}"
        received.execution.responseCode = nil
        received.contentDigest = ContentDigest.digest(received.execution)
        return received
    }

    private static func report(added: Int64, known: Int64) -> ImportReport {
        var report = ImportReport()
        (report.added, report.known) = (added, known)
        return report
    }

    private static func export(_ bench: IngestBench, _ format: ExecutionExport.Format) async throws -> String {
        let connection = try await Connection.connect(bench.connection)
        var text = ""
        try await ExecutionExport(connection).forEachPage(of: ExecutionExport.Selection(), as: format) { lines in
            text += lines.joined(separator: "\n") + "\n"
        }
        await connection.close()
        return text
    }

    private static func load(
        _ bench: IngestBench,
        _ text: String,
        _ format: ExecutionExport.Format
    ) async throws -> ImportReport {
        var lines = ImportLines(format: format)
        // In two pieces, wherever they end.
        let bytes = Array(text.utf8)
        let reads = [lines.read(bytes.prefix(700)), lines.read(bytes.dropFirst(700)), lines.finish()]
        #expect(reads.flatMap(\.problems) == [])
        let connection = try await Connection.connect(bench.connection)
        var store = ImportStore(connection)
        let report = try await store.store(reads.flatMap(\.executions))
        await connection.close()
        return report
    }

    /// What the executions say, without how they came.
    private static func content(_ bench: IngestBench) async throws -> String {
        try await bench.value(
            String.self,
            """
            SELECT string_agg(concat_ws('|', job_id, executed_at, execution_id, retry_attempt, job_name, status,
                response_code, response_time_ms, response_body, error_message, error_fingerprint, next_retry_at, run_id,
                test), E'\\n' ORDER BY job_id, executed_at)
            FROM belfry.executions
            """
        )
    }
}
