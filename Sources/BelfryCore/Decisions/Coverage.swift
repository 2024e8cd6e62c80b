/// When at least one replica was receiving: what Belfry did not see because it was down is unknown, never missed.
public struct Coverage: Hashable, Sendable {
    /// A stretch of time, both ends included.
    public struct Interval: Hashable, Sendable {
        /// Its beginning.
        public var from: Instant
        /// Its end.
        public var to: Instant

        /// An interval of these ends.
        public init(from: Instant, to: Instant) {
            self.from = from
            self.to = to
        }
    }

    /// Heartbeats come every 5 s; a gap up to this long between two stretches is no hole.
    public static let seam = TimeSpan.seconds(15)
    /// Nothing absent is judged until this long after a start: what was sent meanwhile may still arrive.
    public static let settling = TimeSpan.minutes(5)

    /// The watched stretches, merged, by time.
    public let intervals: [Interval]

    /// The union of the replicas' stretches less the stretches in which one answered 503.
    public init(watched: [Interval], refused: [Interval] = []) {
        var merged: [Interval] = []
        for interval in watched.sorted(by: { $0.from < $1.from }) where interval.from <= interval.to {
            if let last = merged.last, interval.from <= last.to + Self.seam {
                merged[merged.count - 1].to = max(last.to, interval.to)
            } else {
                merged.append(interval)
            }
        }
        for hole in refused {
            merged = merged.flatMap { interval -> [Interval] in
                guard hole.from <= interval.to, hole.to >= interval.from else { return [interval] }
                return [Interval(from: interval.from, to: hole.from), Interval(from: hole.to, to: interval.to)]
                    .filter { $0.from < $0.to }
            }
        }
        intervals = merged
    }

    /// Whether the whole of a stretch was watched.
    public func covers(from: Instant, to: Instant) -> Bool {
        intervals.contains { $0.from <= from && to <= $0.to + Self.seam }
    }
}
