import BelfryCore
import Testing

@Suite struct RunStripTests {
    private static let cases: [(runs: [Int64?], usual: Int64?, text: String)] = [
        // A steady job is a level line at half of the height.
        ([850, 850, 850], 850, "▄▄▄"),
        ([850, nil, 850], 850, "▄✕▄"),
        // The slowest run fills the height, and so does what takes twice the usual.
        ([100, 200, 400], 100, "▂▄█"),
        ([100, 200], 100, "▄█"),
        ([0, 1, 5_000], 5_000, "▁▁▄"),
        // Without a usual latency the median counts.
        ([100, 100, 200], nil, "▄▄█"),
        ([nil, nil], 850, "✕✕"),
        ([nil], nil, "✕"),
        ([-5], nil, "▁"),
        ([Int64.max], 1, "█"),
    ]

    @Test(arguments: cases)
    func drawsRunsAgainstWhatIsUsual(runs: [Int64?], usual: Int64?, text: String) {
        #expect(RunStrip(latenciesMS: runs, usualMS: usual)?.text == text)
    }

    @Test func showsTheNewestTwelve() {
        let runs: [Int64?] = [nil, nil] + Array(repeating: 100, count: 12)
        #expect(RunStrip(latenciesMS: runs)?.text == String(repeating: "▄", count: 12))
        #expect(RunStrip(latenciesMS: []) == nil)
    }
}
