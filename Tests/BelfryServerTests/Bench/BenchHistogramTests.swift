import BelfryServer
import Testing

@Suite struct BenchHistogramTests {
    @Test func isExactForSmallValues() {
        var histogram = BenchHistogram()
        for value in 1...100 { histogram.add(UInt64(value)) }
        #expect(histogram.percentile(0.5) == 50)
        #expect(histogram.percentile(0.99) == 99)
        #expect(histogram.percentile(1) == 100)
        #expect(histogram.maximum == 100)
        #expect(histogram.mean == 50.5)
    }

    @Test(arguments: [255, 256, 1_000, 12_345, 999_999, 1_000_000_007, 60_000_000_000] as [UInt64])
    func exceedsTheTrueValueByLessThanAPercent(value: UInt64) {
        var histogram = BenchHistogram()
        histogram.add(value)
        histogram.add(value * 100)
        let median = histogram.percentile(0.5)
        #expect(median >= value)
        #expect(Double(median) <= Double(value) * 1.008)
    }

    @Test func ordersPercentilesOfASkewedDistribution() {
        var histogram = BenchHistogram()
        for _ in 0..<990 { histogram.add(1_000_000) }
        for _ in 0..<10 { histogram.add(200_000_000) }
        #expect(histogram.percentile(0.99) < 1_010_000)
        #expect(histogram.percentile(0.991) > 199_000_000)
        #expect(histogram.percentile(0.999) == histogram.maximum)
    }

    @Test func takesValuesBeyondItsRange() {
        var histogram = BenchHistogram()
        histogram.add(.max)
        #expect(histogram.maximum == .max)
        #expect(histogram.count == 1)
    }

    @Test func isZeroWithoutValues() {
        #expect(BenchHistogram().percentile(0.99) == 0)
        #expect(BenchHistogram().mean == 0)
    }
}
