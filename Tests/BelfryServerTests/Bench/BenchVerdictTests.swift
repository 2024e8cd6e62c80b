import BelfryServer
import Testing

@Suite struct BenchVerdictTests {
    private func set(_ elements: [UInt64]) -> BenchSequenceSet {
        elements.reduce(into: BenchSequenceSet()) { $0.insert($1) }
    }

    @Test func holdsWhenEverythingAcknowledgedIsStoredOnce() {
        var verdict = BenchVerdict()
        verdict.add(runID: "r", acknowledged: set([0, 1, 70_000]), stored: set([0, 1, 2, 70_000]), repeated: [])
        #expect(verdict.holds)
        #expect(verdict.acknowledged == 3)
        #expect(verdict.stored == 4)
        #expect(verdict.storedUnacknowledged == 1)
    }

    @Test func namesWhatIsMissing() {
        var verdict = BenchVerdict()
        verdict.add(runID: "r", acknowledged: set([0, 64, 70_000]), stored: set([64]), repeated: [])
        #expect(!verdict.holds)
        #expect(verdict.missing == 2)
        #expect(verdict.examples == ["exe_r_0000000000", "exe_r_0000070000"])
    }

    @Test func namesWhatIsStoredTwice() {
        var verdict = BenchVerdict()
        verdict.add(runID: "r", acknowledged: set([5]), stored: set([5]), repeated: [5])
        #expect(!verdict.holds)
        #expect(verdict.storedTwice == 1)
        #expect(verdict.examples == ["exe_r_0000000005"])
    }

    @Test func bringsAtMostTenExamplesOfAllRuns() {
        var verdict = BenchVerdict()
        for run in ["a", "b"] {
            verdict.add(runID: run, acknowledged: set(Array(0..<8)), stored: set([]), repeated: [])
        }
        #expect(verdict.missing == 16)
        #expect(verdict.examples.count == 10)
    }

    @Test func readsTheLinesOfARecord() {
        var ledger = BenchLedger()
        let lines = ["exe_run-a_0000000007", "exe_run-b_0000000001", "exe_run-b_00000", ""]
        let areRead = lines.map { ledger.add(line: $0) }
        #expect(areRead == [true, true, false, false])
        #expect(ledger.count == 2)
        #expect(ledger.runs["run-a"]?.contains(7) == true)
    }

    @Test(arguments: ["exe_a_0000000001", "exe_run-1_9999999999", "exe_a_b_0000000001"])
    func readsTheIDsItMakes(text: String) throws {
        #expect(try #require(BenchExecutionID(text)).text == text)
    }

    @Test(arguments: ["", "exe_", "exe_123456789", "run_a_0000000001", "exe__0000000001", "exe_a_00000000x1"])
    func refusesOtherIDs(text: String) {
        #expect(BenchExecutionID(text) == nil)
    }
}
