import ArgumentParser
import BelfryCore
import BelfryServer

/// Executions as they are after their webhook's signature was checked, one second of samples after the other.
struct BenchExecutions {
    private let workload: BenchWorkload
    private let verifier: WebhookVerifier
    private var writer: BenchRequestWriter
    private var sequence: UInt64 = 0

    init(workload: BenchWorkload) throws {
        guard let target = BenchTarget(url: "http://127.0.0.1/webhooks/cron"), let secret = WebhookSecret("bench")
        else {
            throw ValidationError("unusable target")
        }
        self.workload = workload
        writer = BenchRequestWriter(workload: workload, target: target, secret: "bench")
        verifier = WebhookVerifier(
            secrets: [secret],
            allowedSources: [],
            trustedProxies: [],
            acceptsCanonicalJSON: false
        )
    }

    /// The next executions; throws when a request of the load generator is not a webhook.
    mutating func next(_ count: Int) throws -> [ReceivedExecution] {
        let now = WallClock.now()
        return try (0..<count).map { _ in
            let body = writer.body(workload.sample(sequence), executedAt: now.microseconds / 1_000_000)
            sequence += 1
            let raw = RawWebhook(
                path: "/webhooks/cron",
                contentType: "application/json",
                contentEncoding: nil,
                signatures: [body.signature],
                peer: nil,
                forwardedFor: [],
                body: body.bytes
            )
            let execution = try WebhookDecoder.decode(try verifier.verify(raw))
            return ReceivedExecution(
                execution: execution,
                receivedAt: now,
                contentDigest: ContentDigest.digest(execution)
            )
        }
    }
}
