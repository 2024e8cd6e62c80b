import BelfryCore
import Testing

@Suite struct LatencyTests {
    @Test(arguments: [1, 7, 50, 244, 1_000, 30_000, 900_000] as [Int64])
    func aPercentileIsAtMostFivePercentOff(latency: Int64) throws {
        var sketch = LatencySketch()
        for _ in 0..<100 { sketch.add(latency) }
        let median = try #require(sketch.percentile(0.5))
        #expect(abs(Double(median - latency)) <= max(1, Double(latency) * 0.05))
    }

    @Test func percentilesFollowTheDistribution() throws {
        var sketch = LatencySketch()
        for value in 1...1_000 { sketch.add(Int64(value)) }
        let p95 = try #require(sketch.percentile(0.95))
        #expect(abs(p95 - 950) <= 48)
        #expect(LatencySketch().percentile(0.5) == nil)
    }

    @Test func theSketchFollowsAJobThatHasChanged() throws {
        var sketch = LatencySketch()
        for _ in 0..<3_000 { sketch.add(100) }
        for _ in 0..<3_000 { sketch.add(1_000) }
        #expect(try #require(sketch.percentile(0.5)) > 900)
    }

    @Test func columnsGiveBackWhatWasWritten() {
        var sketch = LatencySketch()
        var histogram = LatencyHistogram()
        for value in [0, 3, 99, 100, 101, 250_000, 9_999_999] as [Int64] {
            sketch.add(value)
            histogram.add(value)
        }
        #expect(LatencySketch(packed: sketch.packed) == sketch)
        #expect(LatencyHistogram(packed: histogram.packed) == histogram)
        #expect(histogram.counts == [4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
        #expect(LatencyHistogram(packed: [1]) == nil)
    }
}
