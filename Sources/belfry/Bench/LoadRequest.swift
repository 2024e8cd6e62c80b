import BelfryServer
import NIOCore

/// A request on its way.
struct LoadRequest {
    let sample: BenchSample
    /// The second of its `executed_at`, which is all that making the same bytes again needs.
    let executedAt: Int64
    let isDuplicate: Bool
    /// When it was due, which in a run without a rate is when it was sent.
    let due: NIODeadline
    let sentAt: NIODeadline
}
