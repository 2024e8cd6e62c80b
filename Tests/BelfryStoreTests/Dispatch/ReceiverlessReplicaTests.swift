import BelfryCore
import BelfryStore
import BelfryTestSupport
import Foundation
import Libpq
import Testing

/// Two replicas on one database, one of which has nobody to tell.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct ReceiverlessReplicaTests {
    private static let nobody = DispatchRouting(root: Route(), inhibitRules: [], channels: [:])
    private static let ops = DispatchRouting(
        root: Route(receiver: "ops"),
        inhibitRules: [],
        channels: ["ops": ["ops/slack/0"]]
    )
    /// A receiver that has no target.
    private static let silent = DispatchRouting(root: Route(receiver: "ops"), inhibitRules: [], channels: ["ops": []])

    private static func makeOlder(_ interval: String, endedCleanly: Bool, _ bench: IngestBench) async throws {
        try await bench.pool.withConnection { connection in
            try await connection.script(
                """
                UPDATE belfry.coverage
                SET last_heartbeat_at = clock_timestamp() - interval '\(interval)', ended_cleanly = \(endedCleanly)
                """,
                name: "test"
            )
        }
    }

    @Test(arguments: [nobody, silent])
    func whoHasNobodyToTellLeavesAlertsToTheOther(_ routing: DispatchRouting) async throws {
        try await IngestBench.with("receiverless") { bench async throws in
            let dispatch = DispatchStore(pool: bench.pool, rules: bench.rules)
            try await CoverageStore(pool: bench.pool, replica: UUID(), hasReceivers: true).beat()
            try await CoverageStore(pool: bench.pool, replica: UUID(), hasReceivers: false).beat()
            _ = try await bench.writer.commit([IngestBench.attempt("a", status: .failure)])
            let report = try await dispatch.round(routing)
            #expect(report.transitions == 0)
            #expect(report.heldBack == [:])
            #expect(try await dispatch.adopt(routing) == 0)
            #expect(try await dispatch.round(Self.ops).notifications == 1)
            // And the end, of which nobody would hear otherwise.
            _ = try await bench.writer.commit([IngestBench.attempt("b", at: 1)])
            #expect(try await dispatch.round(routing).transitions == 0)
            #expect(try await dispatch.round(Self.ops).transitions == 1)
            let suppressed: SQL = "SELECT count(*) FROM belfry.notification_alerts WHERE suppressed IS NOT NULL"
            #expect(try await bench.value(Int64.self, suppressed) == 0)
        }
    }

    @Test(arguments: [("40 seconds", true), ("4 minutes", false)])
    func whoIsBeingStartedAgainIsWaitedFor(_ age: String, _ endedCleanly: Bool) async throws {
        try await IngestBench.with("restarting") { bench async throws in
            let dispatch = DispatchStore(pool: bench.pool, rules: bench.rules)
            try await CoverageStore(pool: bench.pool, replica: UUID(), hasReceivers: true).beat()
            try await Self.makeOlder(age, endedCleanly: endedCleanly, bench)
            _ = try await bench.writer.commit([IngestBench.attempt("a", status: .failure)])
            #expect(try await dispatch.round(Self.nobody).transitions == 0)
        }
    }

    @Test(arguments: [("2 minutes", true), ("6 minutes", false)])
    func whereNobodyHasReceiversAlertsCountAsSuppressed(_ age: String, _ endedCleanly: Bool) async throws {
        try await IngestBench.with("nobody_sends") { bench async throws in
            let dispatch = DispatchStore(pool: bench.pool, rules: bench.rules)
            try await CoverageStore(pool: bench.pool, replica: UUID(), hasReceivers: true).beat()
            try await Self.makeOlder(age, endedCleanly: endedCleanly, bench)
            try await CoverageStore(pool: bench.pool, replica: UUID(), hasReceivers: false).beat()
            _ = try await bench.writer.commit([IngestBench.attempt("a", status: .failure)])
            #expect(try await dispatch.round(Self.nobody).heldBack == [.noReceiver: 1])
            // A replica with receivers that comes back tells what still fires.
            #expect(try await dispatch.adopt(Self.ops) == 1)
            #expect(try await dispatch.round(Self.ops).notifications == 1)
        }
    }
}
