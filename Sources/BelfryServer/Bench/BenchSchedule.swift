/// When each request of a run at a fixed rate is due, whatever became of the ones before it.
///
/// Latency counted from the due time includes the wait behind a slow answer, which counting from the sending leaves out.
public struct BenchSchedule: Sendable {
    private let start: UInt64
    private let nanosecondsPerRequest: Double
    private var taken: UInt64 = 0

    /// A schedule of `rate` requests a second from `start`, in nanoseconds of any clock.
    public init(start: UInt64, rate: Double) {
        self.start = start
        nanosecondsPerRequest = 1_000_000_000 / rate
    }

    /// When the next request is due.
    public var next: UInt64 { start + UInt64(Double(taken) * nanosecondsPerRequest) }

    /// The due time of the next request if that has come by `now`, which is then taken off the schedule.
    public mutating func takeDue(at now: UInt64) -> UInt64? {
        let due = next
        guard due <= now else { return nil }
        taken += 1
        return due
    }
}
