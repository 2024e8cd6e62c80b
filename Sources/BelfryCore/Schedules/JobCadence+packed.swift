extension JobCadence {
    /// The cadence in few bytes, for a column only Belfry reads; empty before the first run.
    ///
    /// The number of days, a byte for each, the last start, the intervals: at most 48 bytes, 60 where intervals are
    /// longer than 11 days.
    public var packed: [UInt8] {
        var writer = PackedWriter()
        write(to: &writer)
        return writer.bytes
    }

    func write(to writer: inout PackedWriter) {
        guard let lastRunStartedAt else { return }
        writer.write(byte: UInt8(longestGaps.count))
        for gap in longestGaps { writer.write(byte: gap.code) }
        writer.write(lastRunStartedAt.microseconds)
        for interval in intervals { writer.write(UInt64(interval)) }
    }

    /// Reads `packed`; nil where the bytes are not of its making.
    public init?(packed: [UInt8]) {
        guard let dayCount = packed.first.map(Int.init) else {
            self.init()
            return
        }
        guard (1...Self.dayCapacity).contains(dayCount), packed.count > dayCount else { return nil }
        let days = packed[1...dayCount].map(GapLength.init(code:))
        var reader = PackedReader(Array(packed[(dayCount + 1)...]))
        guard let last = reader.readSigned() else { return nil }
        var intervals: [Int64] = []
        while !reader.isAtEnd {
            guard intervals.count < Self.intervalCapacity,
                let interval = reader.readUnsigned().flatMap(Int64.init(exactly:)), interval <= Self.longestInterval
            else { return nil }
            intervals.append(interval)
        }
        self.init(lastRunStartedAt: Instant(microseconds: last), intervals: intervals, longestGaps: days)
    }

    /// The whole range of `Instant` in minutes.
    private static let longestInterval = Int64(UInt64.max / 60_000_000) + 1
}
