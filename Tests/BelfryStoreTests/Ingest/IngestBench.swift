import BelfryCore
import BelfryStore
import BelfryTestSupport
import Libpq
import Logging

/// A migrated database with the built-in rules in force, and a writer on it.
struct IngestBench {
    let connection: ConnectionConfiguration
    let rules: ActiveRules
    let writer: IngestWriter
    let pool: ConnectionPool

    static func with<Value>(
        _ name: String,
        rules: String? = nil,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (IngestBench) async throws -> Value
    ) async throws -> Value {
        try await TestDatabase.with(named: name) { database in
            let bench = try await IngestBench(
                database,
                rules.map { RuleFile(name: "test.yaml", text: $0) } ?? BuiltInRules.file
            )
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(bench))
            } catch {
                result = .failure(error)
            }
            await bench.writer.close()
            await bench.pool.close()
            return try result.get()
        }
    }

    private init(_ database: TestDatabase, _ file: RuleFile) async throws {
        let configuration = try ConnectionConfiguration(connectionString: database.connectionString)
        let pool = ConnectionPool(configuration: configuration, size: 4)
        let rules = ActiveRules()
        try await pool.withConnection { connection in
            try await Migrator.migrate(connection)
            guard let loaded = RuleSet.load([file]).rules else { return }
            try await rules.activate(loaded, on: connection)
        }
        self.connection = configuration
        self.pool = pool
        self.rules = rules
        writer = Self.writer(configuration, rules)
    }

    /// Another replica's writer on the same database.
    static func writer(
        _ configuration: ConnectionConfiguration,
        _ rules: ActiveRules,
        triggers: TriggerSet = .none
    ) -> IngestWriter {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return IngestWriter(configuration: configuration, rules: rules, triggers: { triggers }, logger: logger) { _ in }
    }

    /// The first column of the first row.
    func value<Value: PostgresDecodable & Sendable>(_ type: Value.Type = Value.self, _ sql: SQL) async throws -> Value {
        try await pool.withConnection { connection in
            try await connection.query(Query("test", sql, prepared: false))[0].decode(Value.self)
        }
    }

    /// An attempt of a job, one minute after the last for each number.
    static func attempt(
        _ id: String,
        job: String = "job-1",
        at minute: Int64 = 0,
        status: ExecutionStatus = .success,
        attempt: Int32 = 0,
        retryIn: Int64? = nil
    ) -> ReceivedExecution {
        let time = Instant(seconds: 1_790_000_000) + .minutes(minute)
        let execution = Execution(
            jobID: job,
            jobName: "Report",
            executionID: id,
            status: status,
            executedAt: time,
            responseCode: status.isSuccess ? 200 : 500,
            responseTimeMS: 245,
            responseBody: "{\"ok\": true}",
            errorMessage: status.isSuccess ? nil : "boom",
            retryAttempt: attempt,
            nextRetryAt: retryIn.map { time + .minutes($0) }
        )
        return ReceivedExecution(
            execution: execution,
            receivedAt: time + .seconds(1),
            contentDigest: ContentDigest.digest(execution)
        )
    }
}
