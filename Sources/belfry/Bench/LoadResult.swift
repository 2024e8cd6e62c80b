import BelfryServer

/// What a run of the load generator has seen.
struct LoadResult: Sendable {
    /// Requests sent, those of the warm-up included.
    var sent: UInt64 = 0
    /// 200 answers, those of the warm-up and of duplicates included.
    var answered: UInt64 = 0
    /// 200 answers to duplicates.
    var duplicates: UInt64 = 0
    /// 200 answers to failures that were not sent before.
    var failures: UInt64 = 0
    /// 200 answers that were measured.
    var measured: UInt64 = 0
    /// Seconds in which they came.
    var seconds = 0.0
    /// Their latencies in nanoseconds.
    var latencies = BenchHistogram()
    /// What went wrong and how often: a status, or what became of a connection.
    var errors: [String: Int] = [:]
    /// Every execution that was acknowledged at least once.
    var acknowledged = BenchSequenceSet()
    /// The times of chat messages, where there was a chat.
    var alerts: BenchAlertTimes?

    mutating func count(error: String) {
        errors[error, default: 0] += 1
    }

    var eventsPerSecond: Double { seconds > 0 ? Double(measured) / seconds : 0 }
}
