import BelfryCore
import BelfryStore
import BelfryTestSupport
import Foundation
import Libpq
import Logging
import Testing

@testable import BelfryServer

@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct ReloaderTests {
    private static func rules(_ names: String...) -> String {
        "groups:\n  - name: g\n    rules:\n"
            + names.map { "      - {alert: \($0), expr: status != \"success\"}\n" }.joined()
    }

    @Test func whatIsRightComesIntoForceWholeAndWhatIsWrongNotAtAll() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "reload-\(UUID().uuidString).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await TestDatabase.with(named: "reload") { database async throws in
            let configuration = try ConnectionConfiguration(connectionString: database.connectionString)
            let pool = ConnectionPool(configuration: configuration, size: 2)
            let active = ActiveRules()
            let metrics = BelfryMetrics(version: "test")
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let reloader = Reloader(patterns: [path], rules: active, pool: pool, metrics: metrics, logger: logger)
            _ = try await pool.withConnection { connection in try await Migrator.migrate(connection) }
            let writer = IngestWriter(configuration: configuration, rules: active, logger: logger) { _ in }

            try Self.rules("First", "Second").write(toFile: path, atomically: true, encoding: .utf8)
            await reloader.reload()
            #expect(active.current?.rules.rules.map(\.alertname) == ["First", "Second"])
            #expect(metrics.configReloadSuccessful.value == 1)
            #expect(try await writer.commit([Self.failure("a")]) == [.accepted])

            try "groups: [{name: g, rules: [{alert: Third, expr: statsu == \"\"}]}]"
                .write(toFile: path, atomically: true, encoding: .utf8)
            await reloader.reload()
            #expect(active.current?.rules.rules.map(\.alertname) == ["First", "Second"])
            #expect(metrics.configReloadSuccessful.value == 0)

            try Self.rules("Second", "Third").write(toFile: path, atomically: true, encoding: .utf8)
            await reloader.reload()
            #expect(active.current?.rules.rules.map(\.alertname) == ["Second", "Third"])
            #expect(metrics.configReloadSuccessful.value == 1)
            #expect(try await writer.commit([Self.failure("b")]) == [.accepted])
            let alerts = try await pool.withConnection { connection in
                try await connection.query(
                    Query(
                        "test",
                        """
                        SELECT string_agg(alertname || ' ' || state || coalesce(' ' || resolve_reason, ''), ', ' ORDER BY alertname)
                        FROM belfry.alert_episodes
                        """
                    )
                )[0].decode(String.self)
            }
            #expect(alerts == "First resolved rule_removed, Second firing, Third firing")
            await writer.close()
            await pool.close()
        }
    }

    @Test func aSecretsFileThatHoldsNothingIsNoSuccessAndRulesAreReadAllTheSame() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.rules("First"), to: "rules.yaml")
        let file = try folder.write("a secret of a sender\n", to: "webhook_secret")
        try await TestDatabase.with(named: "reload_secrets") { database async throws in
            let configuration = try ConnectionConfiguration(connectionString: database.connectionString)
            let pool = ConnectionPool(configuration: configuration, size: 2)
            _ = try await pool.withConnection { connection in try await Migrator.migrate(connection) }
            let active = ActiveRules()
            let metrics = BelfryMetrics(version: "test")
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            var settings = Configuration()
            settings.dataFolder = DataFolder(path: folder.path)
            let reloader = Reloader(
                patterns: [path],
                rules: active,
                secrets: WebhookSecrets([], configuration: settings, metrics: metrics),
                pool: pool,
                metrics: metrics,
                logger: logger
            )
            #expect(await reloader.reload().problems == [])
            #expect(metrics.configReloadSuccessful.value == 1)

            try folder.write("\n", to: "webhook_secret")
            try folder.write(Self.rules("Second"), to: "rules.yaml")
            let problems = await reloader.reload().problems
            #expect(problems.count == 1 && problems[0].contains(file), "\(problems)")
            #expect(metrics.configReloadSuccessful.value == 0)
            #expect(active.current?.rules.rules.map(\.alertname) == ["Second"])

            try folder.write("a secret of a sender\n", to: "webhook_secret")
            #expect(await reloader.reload().problems == [])
            #expect(metrics.configReloadSuccessful.value == 1)
            await pool.close()
        }
    }

    private static func failure(_ id: String) -> ReceivedExecution {
        let now = Instant(seconds: 1_790_000_000)
        let execution = Execution(
            jobID: "job",
            jobName: "Job",
            executionID: id,
            status: .failure,
            executedAt: id == "a" ? now : now + .minutes(1),
            responseCode: 500,
            responseTimeMS: 10,
            responseBody: nil,
            errorMessage: nil,
            retryAttempt: 0,
            nextRetryAt: nil
        )
        return ReceivedExecution(
            execution: execution,
            receivedAt: now + .minutes(2),
            contentDigest: ContentDigest.digest(execution)
        )
    }
}
