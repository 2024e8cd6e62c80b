/// How long it took from the report of a failure to the chat message about it.
public struct BenchAlertTimes: Sendable {
    private var sentAt: [UInt64: UInt64] = [:]

    /// Times from the webhook's sending to the message, in nanoseconds.
    public private(set) var latencies = BenchHistogram()
    /// Messages that named a job whose message had come before, or which was not reported.
    public private(set) var unexpected = 0
    /// Requests the chat got.
    public private(set) var messages = 0

    /// Times with nothing in them.
    public init() {}

    /// Failures no message has named yet.
    public var outstanding: Int { sentAt.count }

    /// Notes that a failure of a job was reported at a time, in nanoseconds of any clock.
    public mutating func reported(job: UInt64, at now: UInt64) {
        sentAt[job % BenchJobName.count] = now
    }

    /// Notes that the report of a job was not accepted, so that no message is due.
    public mutating func refused(job: UInt64) {
        sentAt[job % BenchJobName.count] = nil
    }

    /// Notes a message of the chat, by the job names in it.
    public mutating func received(message: UnsafeRawBufferPointer, at now: UInt64) {
        messages += 1
        for number in BenchJobName.numbers(in: message) {
            if let sent = sentAt.removeValue(forKey: number) {
                latencies.add(now > sent ? now - sent : 0)
            } else {
                unexpected += 1
            }
        }
    }
}
