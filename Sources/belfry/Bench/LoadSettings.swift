import BelfryServer
import NIOCore

/// How a run of the load generator goes.
struct LoadSettings: Sendable {
    let workload: BenchWorkload
    let target: BenchTarget
    let secret: String
    var connections = 64
    /// Requests a second at fixed intervals; nil sends the next request when an answer has come.
    var rate: Double?
    /// When no further request is sent.
    var duration = TimeAmount.seconds(10)
    /// The most requests that are sent, duplicates included.
    var count: UInt64 = .max
    /// The first part of the run, which is not measured.
    var warmup = TimeAmount.zero
    /// The fraction of requests that send an acknowledged execution again, byte for byte.
    var duplicates = 0.0
    /// Whether the run goes on when connections are refused or lost.
    var toleratesErrors = false
    /// Where the ids of acknowledged executions are appended.
    var recordPath: String?
    /// The port of the chat whose messages are timed; nil without one.
    var chatPort: Int?
    /// The longest wait for the last messages.
    var chatWait = TimeAmount.seconds(10)
}
