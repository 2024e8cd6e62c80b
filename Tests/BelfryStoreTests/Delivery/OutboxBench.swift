import BelfryCore
import BelfryStore
import Libpq

/// A database whose outbox holds a notification for each of some failed jobs.
struct OutboxBench {
    static let ops = ChannelSpec(receiver: "ops", integration: "slack", index: 0, target: "sink")
    static let pager = ChannelSpec(receiver: "pager", integration: "ntfy", index: 0, target: "topic")
    static let delivered = record(.delivered)

    let bench: IngestBench
    let store: DeliveryStore

    static func with(
        _ name: String,
        failures: Int,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (OutboxBench) async throws -> Void
    ) async throws {
        try await IngestBench.with(name) { bench async throws in
            let outbox = OutboxBench(bench: bench, store: DeliveryStore(pool: bench.pool))
            try await outbox.store.register([ops, pager])
            for number in 0..<failures { try await outbox.fail(number) }
            try await body(outbox)
        }
    }

    /// Has another job fail, and a notification queued about it.
    func fail(_ number: Int, status: ExecutionStatus = .failure) async throws {
        let routing = DispatchRouting(
            root: Route(receiver: "ops"),
            inhibitRules: InhibitRule.shipped,
            channels: ["ops": [Self.ops.channel]]
        )
        _ = try await bench.writer.commit([
            IngestBench.attempt("a\(number)\(status.text)", job: "job-\(number)", at: Int64(number), status: status)
        ])
        _ = try await DispatchStore(pool: bench.pool, rules: bench.rules).round(routing)
    }

    func execute(_ sql: String) async throws {
        try await bench.pool.withConnection { connection in try await connection.script(sql, name: "test") }
    }

    func text(_ sql: SQL) async throws -> String { try await bench.value(String.self, sql) }

    /// Claims and completes what there is; returns the claims.
    func drain(_ outcome: DeliveryOutcome = .delivered) async throws -> [DeliveryClaim] {
        var claims: [DeliveryClaim] = []
        while let claim = try await store.claim([Self.ops.channel, Self.pager.channel], limit: 1).first {
            claims.append(claim)
            try await store.complete(claim, Self.record(outcome))
        }
        return claims
    }

    static func record(_ outcome: DeliveryOutcome) -> DeliveryRecord {
        DeliveryRecord(
            outcome: outcome,
            responseCode: 200,
            responseExcerpt: "ok",
            error: nil,
            latency: .milliseconds(3),
            pause: .zero
        )
    }
}
