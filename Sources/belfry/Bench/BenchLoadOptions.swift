import ArgumentParser
import BelfryCore
import BelfryServer
import Foundation
import NIOCore

/// What is sent, where to, and how fast.
struct BenchLoadOptions: ParsableArguments {
    @Option(help: "The webhook address.")
    var url = "http://127.0.0.1:8080/webhooks/cron"

    @Option(help: "The webhook secret. Others on this machine can read it here: prefer --secret-file.")
    var secret: String?

    @Option(help: "A file with the webhook secrets, one a line; the last one is used.")
    var secretFile = "data/webhook_secret"

    @Option(help: "Connections, each with one webhook on its way.")
    var connections = 64

    @Option(help: "Webhooks a second, at fixed intervals; 0 is full speed.")
    var rate = 0.0

    @Option(help: "How long webhooks are sent. 10s when absent, with --count 1h.", transform: TimeSpan.argument)
    var duration: TimeSpan?

    @Option(help: "The first part of the run, sent but not measured.", transform: TimeSpan.argument)
    var warmup = TimeSpan.zero

    @Option(help: "Stop after this many webhooks.")
    var count: UInt64?

    @Option(help: "Jobs the executions are spread over.")
    var jobs: UInt64 = 10_000

    @Option(help: "The fraction of final failures, 0 to 1. With --alert-latency: 1.")
    var failures: Double?

    @Option(help: "The fraction of failures that promise a retry.")
    var retryingFailures = 0.0

    @Option(help: "The fraction of successes that take over five seconds.")
    var slowFraction = 0.0

    @Option(help: "The fraction of webhooks that repeat an acknowledged one byte for byte.")
    var duplicates = 0.0

    @Option(help: "Part of every execution id: letters, digits and hyphens. Drawn when absent.")
    var runID: String?

    @Flag(help: "Go on when the server refuses or loses connections.")
    var tolerateErrors = false

    @Flag(help: "Time chat messages: every webhook belongs to a new job, and a chat listens on --sink-port.")
    var alertLatency = false

    @Option(help: "The port on 127.0.0.1 the server's receiver has to post to.")
    var sinkPort = 9_099

    @Option(help: "The longest wait for the last messages.", transform: TimeSpan.argument)
    var sinkWait = TimeSpan.seconds(10)

    func validate() throws {
        guard BenchTarget(url: url) != nil else {
            throw ValidationError("--url must be http://HOST[:PORT]/PATH, got \(url)")
        }
        guard (1...10_000).contains(connections) else { throw ValidationError("--connections must be 1 to 10000") }
        guard rate >= 0, rate <= 1_000_000 else { throw ValidationError("--rate must be 0 to 1000000") }
        guard jobs > 0 else { throw ValidationError("--jobs must be at least 1") }
        let fractions = [
            ("failures", failures ?? 0), ("retrying-failures", retryingFailures), ("slow-fraction", slowFraction),
            ("duplicates", duplicates),
        ]
        for (name, fraction) in fractions where !(0...1).contains(fraction) {
            throw ValidationError("--\(name) must be 0 to 1, got \(fraction)")
        }
        if let runID, !BenchExecutionID.isRunID(runID) {
            throw ValidationError("--run-id must be 1 to 64 letters, digits and hyphens, got \(runID)")
        }
    }

    /// The run these options describe; throws when the secret cannot be read.
    func settings(recordPath: String?) throws -> LoadSettings {
        guard let target = BenchTarget(url: url) else { throw ValidationError("--url is unusable: \(url)") }
        var workload = BenchWorkload(runID: runID ?? Self.drawnRunID())
        workload.jobs = jobs
        workload.failures = failures ?? (alertLatency ? 1 : 0)
        workload.retryingFailures = retryingFailures
        workload.slowFraction = slowFraction
        workload.distinctJobs = alertLatency
        var settings = LoadSettings(workload: workload, target: target, secret: try secretText())
        settings.connections = connections
        settings.rate = rate > 0 ? rate : nil
        settings.duration = duration.map { .microseconds($0.microseconds) } ?? (count == nil ? .seconds(10) : .hours(1))
        settings.warmup = .microseconds(warmup.microseconds)
        settings.count = count ?? .max
        settings.duplicates = duplicates
        settings.toleratesErrors = tolerateErrors
        settings.recordPath = recordPath
        settings.chatPort = alertLatency ? sinkPort : nil
        settings.chatWait = .microseconds(sinkWait.microseconds)
        return settings
    }

    private func secretText() throws -> String {
        if let secret { return secret }
        guard let secret = try? SigningSecret.newest(ofFile: secretFile) else {
            throw ValidationError("there is no webhook secret to read in \(secretFile): give --secret-file or --secret")
        }
        return secret.text
    }

    /// A run's id that no other run has.
    static func drawnRunID() -> String {
        String(UInt64.random(in: 0..<1 << 40), radix: 36)
    }
}
