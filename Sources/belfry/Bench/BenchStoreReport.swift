import BelfryServer
import Foundation

/// What a run against the store alone tells its caller.
struct BenchStoreReport: Codable {
    let batch: Int
    let events: UInt64
    let seconds: Double
    let eventsPerSecond: Double
    let latencyMS: BenchReport.Latency

    /// A report of commits whose times are in nanoseconds.
    init(batch: Int, events: UInt64, seconds: Double, commits: BenchHistogram) {
        self.batch = batch
        self.events = events
        self.seconds = (seconds * 1_000).rounded() / 1_000
        eventsPerSecond = (Double(events) / seconds).rounded()
        latencyMS = BenchReport.Latency(commits)
    }

    /// The report as one JSON object with keys in snake case.
    func json() throws -> String { try OutputFormat.json(self) }

    /// The report as a table for people.
    var text: String {
        """
        committed     \(events) executions in batches of \(batch)
        rate          \(Int(eventsPerSecond)) events/s in \(seconds) s of commits
        commit        \(BenchReport.text(latencyMS))
        """
    }
}
