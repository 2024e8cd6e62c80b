import BelfryCore
import Testing

/// Runs and job states are a function of the set of attempts, however they arrive.
@Suite struct ArrivalOrderTests {
    /// A small generator of its own, so that every seed means the same stream everywhere.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private static func stream(_ random: inout Seeded) -> [ReceivedExecution] {
        var attempts: [ReceivedExecution] = []
        var minute: Int64 = 0
        for run in 0..<Int.random(in: 2...8, using: &random) {
            minute += Int64.random(in: 1...90, using: &random)
            let sharesID = Bool.random(using: &random)
            var attempt: Int32 = 0
            while true {
                let id = sharesID ? "run\(run)" : "run\(run)-\(attempt)"
                let fails = Int.random(in: 0..<3, using: &random) == 0
                let promises = fails && attempt < 3 && Bool.random(using: &random)
                attempts.append(
                    History.attempt(
                        id,
                        at: minute,
                        status: fails ? .failure : .success,
                        attempt: attempt,
                        retryIn: promises ? 5 : nil
                    )
                )
                guard promises else { break }
                minute += 5
                attempt += 1
            }
        }
        return attempts
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func aShuffledStreamEndsInTheSameRunsAndStates(seed: UInt64) throws {
        let rules = try #require(RuleSet.load([BuiltInRules.file]).rules)
        var random = Seeded(state: seed &* 7_919 &+ 13)
        let stream = Self.stream(&random)

        var ordered = History(rules: rules)
        for attempt in stream { ordered.take([attempt]) }

        var shuffled = History(rules: rules)
        var rest = stream.shuffled(using: &random)
        while !rest.isEmpty {
            let count = min(rest.count, Int.random(in: 1...4, using: &random))
            shuffled.take(Array(rest.prefix(count)))
            rest.removeFirst(count)
        }

        let expected = try #require(ordered.jobs["job-1"])
        let found = try #require(shuffled.jobs["job-1"])
        #expect(shuffled.stored["job-1"]?.map(\.runID) == ordered.stored["job-1"]?.map(\.runID))
        #expect(found.position == expected.position)
        #expect(found.lastStatus == expected.lastStatus)
        #expect(found.lastSuccessAt == expected.lastSuccessAt)
        #expect(found.lastFailureAt == expected.lastFailureAt)
        #expect(found.consecutiveFailures == expected.consecutiveFailures)
        #expect(found.consecutiveSuccesses == expected.consecutiveSuccesses)
        #expect(found.consecutiveFailedRuns == expected.consecutiveFailedRuns)
        #expect(found.executions == expected.executions)
        #expect(found.histogram == expected.histogram)
        #expect(found.fold.openRuns.map(\.runID) == expected.fold.openRuns.map(\.runID))
        #expect(found.runs.success == expected.runs.success)
        #expect(found.runs.recovered == expected.runs.recovered)
        #expect(found.runs.failed == expected.runs.failed)
    }
}
