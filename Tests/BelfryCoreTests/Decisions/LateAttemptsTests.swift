import BelfryCore
import BelfryTestSupport
import Testing

struct LateAttemptsTests {
    @Test func aJobWithoutRetriesIsReadFromTheLateAttemptOn() throws {
        var history = try Self.history()
        history.take([History.attempt("a", at: 0), History.attempt("c", at: 20, status: .failure)])
        let late = History.attempt("b", at: 10)
        #expect(LateAttempts.tailsNeeded(for: [late], jobs: history.jobs) == ["job-1": late.position.at])
        #expect(LateAttempts.tailsNeeded(for: [History.attempt("d", at: 30)], jobs: history.jobs).isEmpty)
    }

    @Test func aJobThatWasPromisedARetryIsReadFromBeforeTheLateAttempt() throws {
        var history = try Self.history()
        history.take([
            History.attempt("a", at: 0, status: .failure, retryIn: 5), History.attempt("a2", at: 5, attempt: 1),
            History.attempt("c", at: 20),
        ])
        let late = History.attempt("b", at: 10)
        #expect(
            LateAttempts.tailsNeeded(for: [late], jobs: history.jobs)
                == ["job-1": late.position.at - LateAttempts.horizon]
        )
    }

    /// Runs, counts and streaks do not depend on the order in which attempts arrive, with and without retries.
    @Test(arguments: 0..<60) func theOrderOfArrivalDoesNotMatter(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let attempts = Self.attempts(withRetries: seed % 2 == 1, using: &random)
        var ordered = try Self.history()
        for attempt in attempts { ordered.take([attempt]) }
        var shuffled = try Self.history()
        for attempt in attempts.shuffled(using: &random) { shuffled.take([attempt]) }
        let (expected, actual) = (try #require(ordered.jobs["job-1"]), try #require(shuffled.jobs["job-1"]))
        #expect(actual.executions == expected.executions)
        #expect(actual.position == expected.position)
        #expect(actual.consecutiveFailures == expected.consecutiveFailures)
        #expect(actual.consecutiveSuccesses == expected.consecutiveSuccesses)
        #expect(actual.fold == expected.fold)
        func runs(_ history: History) -> [String] {
            (history.stored["job-1"] ?? []).map { "\($0.position.executionID) \($0.runID ?? "none")" }
        }
        #expect(runs(shuffled) == runs(ordered))
    }

    private static func history() throws -> History {
        History(rules: try #require(RuleSet.load([BuiltInRules.file]).rules))
    }

    private static func attempts(withRetries: Bool, using random: inout SplitMix) -> [ReceivedExecution] {
        var attempts: [ReceivedExecution] = []
        for run in 0..<8 {
            let minute = Int64(run * 60)
            var number: Int32 = 0
            while withRetries, number < 2, random.next() % 3 == 0 {
                attempts.append(
                    History.attempt(
                        "run\(run)",
                        at: minute + Int64(number) * 5,
                        status: .failure,
                        attempt: number,
                        retryIn: 5
                    )
                )
                number += 1
            }
            let isSuccess = random.next() % 2 == 0
            attempts.append(
                History.attempt(
                    "run\(run)",
                    at: minute + Int64(number) * 5,
                    status: isSuccess ? .success : .failure,
                    attempt: number
                )
            )
        }
        return attempts
    }
}
