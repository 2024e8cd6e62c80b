import Testing

@testable import BelfryCore
@testable import BelfryStore

struct RollupLatenciesTests {
    /// The entries of an `integer[]` literal.
    private static func entries(_ literal: String) -> [Int32] {
        literal.dropFirst().dropLast().split(separator: ",").compactMap { Int32($0) }
    }

    @Test(arguments: [[], [(0, 1)], [(3, 7), (204, 1)], [(50, 8_388_607)], [(50, 20_000_000), (51, 1)]])
    func whatIsPackedIsReadAgain(_ counts: [(bucket: Int, attempts: Int64)]) {
        var histogram = RollupLatencies()
        for (bucket, attempts) in counts { histogram.add(attempts, to: bucket) }
        let entries = Self.entries(histogram.literal)
        #expect(RollupLatencies(packed: entries) == histogram)
        #expect(histogram.total == counts.reduce(0) { $0 + $1.attempts })
    }

    @Test func anEntryHoldsNoMoreThanItsBitsDo() {
        var histogram = RollupLatencies()
        histogram.add(20_000_000, to: 50)
        #expect(Self.entries(histogram.literal).count == 3)
    }

    @Test func histogramsOneBehindTheOtherAreTheirSum() {
        var (left, right) = (RollupLatencies(), RollupLatencies())
        left.add(2, to: 10)
        right.add(3, to: 10)
        right.add(1, to: 90)
        let behind = RollupLatencies(packed: Self.entries(left.literal) + Self.entries(right.literal))
        left += right
        #expect(behind == left)
    }

    @Test func percentilesAreTheMiddlesOfTheirBuckets() {
        var histogram = RollupLatencies()
        #expect(histogram.percentiles([0.5]).isEmpty)
        for latency in 1...100 as ClosedRange<Int64> { histogram.add(to: LatencyScale.index(of: latency * 10)) }
        for (fraction, exact) in [(0.01, 10.0), (0.5, 500), (0.95, 950), (1, 1_000)] {
            let read = Double(histogram.percentiles([fraction])[0])
            #expect(abs(read / exact - 1) <= 0.05, "\(fraction)")
        }
    }
}
