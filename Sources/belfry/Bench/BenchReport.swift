import BelfryServer
import Foundation

/// What a run of the load generator tells its caller.
struct BenchReport: Codable {
    /// Latencies in milliseconds.
    struct Latency: Codable {
        let p50: Double
        let p95: Double
        let p99: Double
        let p999: Double
        let max: Double
        let mean: Double

        init(_ histogram: BenchHistogram) {
            p50 = Self.milliseconds(histogram.percentile(0.50))
            p95 = Self.milliseconds(histogram.percentile(0.95))
            p99 = Self.milliseconds(histogram.percentile(0.99))
            p999 = Self.milliseconds(histogram.percentile(0.999))
            max = Self.milliseconds(histogram.maximum)
            mean = Self.milliseconds(UInt64(histogram.mean))
        }

        private static func milliseconds(_ nanoseconds: UInt64) -> Double {
            // Whole microseconds: what is finer is noise.
            (Double(nanoseconds) / 1_000).rounded() / 1_000
        }
    }

    /// The messages of the chat.
    struct Alerts: Codable {
        /// From a webhook's sending to the message about it.
        let latencyMS: Latency
        let messages: Int
        let matched: UInt64
        let missing: Int
        let unexpected: Int
    }

    let url: String
    let runID: String
    let connections: Int
    let sent: UInt64
    let acknowledged: UInt64
    let duplicates: UInt64
    let failures: UInt64
    let seconds: Double
    let eventsPerSecond: Double
    let latencyMS: Latency
    let errors: [String: Int]
    let alerts: Alerts?
    var verification: BenchVerdict?

    init(url: String, settings: LoadSettings, result: LoadResult) {
        self.url = url
        runID = settings.workload.runID
        connections = settings.connections
        sent = result.sent
        acknowledged = result.answered
        duplicates = result.duplicates
        failures = result.failures
        seconds = (result.seconds * 1_000).rounded() / 1_000
        eventsPerSecond = result.eventsPerSecond.rounded()
        latencyMS = Latency(result.latencies)
        errors = result.errors
        alerts = result.alerts.map {
            Alerts(
                latencyMS: Latency($0.latencies),
                messages: $0.messages,
                matched: $0.latencies.count,
                missing: $0.outstanding,
                unexpected: $0.unexpected
            )
        }
    }

    /// The report as one JSON object with keys in snake case.
    func json() throws -> String { try OutputFormat.json(self) }
}
