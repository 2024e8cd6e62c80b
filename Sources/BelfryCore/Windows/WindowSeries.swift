/// What happened to one job over a sliding window, in at most `maximumBuckets` buckets.
///
/// A function of the set of attempts in the window: order and time of arrival do not matter.
struct WindowSeries: Sendable {
    /// The window's length divided by the width of its buckets.
    private static let resolution: Int64 = 60
    /// Buckets are not narrower than this.
    private static let minimumWidth = TimeSpan.minutes(1)

    /// Attempts of one stretch of time.
    private struct Bucket {
        var number: Int64
        var counts = WindowFacts()
        /// Bucket of the latency scale and how many attempts lie in it, in no order.
        var latencies: [(index: UInt16, count: UInt32)] = []
    }

    private let over: TimeSpan
    private let width: Int64
    /// By number.
    private var buckets: [Bucket] = []

    /// Nothing yet, over a window of this length.
    init(over: TimeSpan) {
        self.over = over
        width = max(Self.minimumWidth.microseconds, over.microseconds / Self.resolution)
    }

    /// How far back an attempt can be and still be in it.
    var reach: TimeSpan { TimeSpan(microseconds: over.microseconds + width) }

    /// Whether nothing is in it.
    var isEmpty: Bool { buckets.isEmpty }

    /// Takes in an attempt.
    mutating func add(_ attempt: WindowAttempt) {
        let number = bucketNumber(at: attempt.executedAt)
        var index = buckets.count
        while index > 0, buckets[index - 1].number >= number { index -= 1 }
        if index == buckets.count || buckets[index].number != number {
            buckets.insert(Bucket(number: number), at: index)
        }
        buckets[index].counts.add(attempt)
        let latency = UInt16(LatencyScale.index(of: attempt.responseTimeMS))
        if let place = buckets[index].latencies.firstIndex(where: { $0.index == latency }) {
            buckets[index].latencies[place].count += 1
        } else {
            buckets[index].latencies.append((latency, 1))
        }
    }

    /// Forgets what has left the window at `now`, and tells whether anything had.
    mutating func expire(at now: Instant) -> Bool {
        let first = bucketNumber(at: now - over)
        let count = buckets.prefix { $0.number < first }.count
        buckets.removeFirst(count)
        return count > 0
    }

    /// When the first of what is in it leaves the window; nil where nothing is.
    var nextExpiry: Instant? {
        buckets.first.map { Instant(microseconds: ($0.number + 1) * width) + over }
    }

    /// What is in the window at `now`; what lies in the future counts.
    func facts(at now: Instant) -> WindowFacts {
        let first = bucketNumber(at: now - over)
        var facts = WindowFacts()
        var latencies = [Int64](repeating: 0, count: LatencyScale.count)
        for bucket in buckets where bucket.number >= first {
            facts.add(bucket.counts)
            for (index, count) in bucket.latencies { latencies[Int(index)] += Int64(count) }
        }
        facts.p50MS = percentile(50, latencies, facts)
        facts.p95MS = percentile(95, latencies, facts)
        facts.p99MS = percentile(99, latencies, facts)
        return facts
    }

    private func percentile(_ percent: Int64, _ latencies: [Int64], _ facts: WindowFacts) -> Int64 {
        let rank = (facts.executions * percent + 99) / 100
        var seen: Int64 = 0
        for (index, count) in latencies.enumerated() where count > 0 {
            seen += count
            if seen >= rank { return min(LatencyScale.middle(of: index), facts.maxMS) }
        }
        return 0
    }

    private func bucketNumber(at instant: Instant) -> Int64 {
        instant.microseconds.flooredQuotientAndRemainder(dividingBy: width).quotient
    }
}
