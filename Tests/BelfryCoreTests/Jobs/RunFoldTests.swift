import BelfryCore
import Testing

@Suite struct RunFoldTests {
    private func place(_ attempts: [ReceivedExecution]) -> (RunFold, [RunFold.Placement]) {
        var fold = RunFold()
        let placements = attempts.map { fold.place(Attempt($0)) }
        return (fold, placements)
    }

    @Test func aSuccessIsARunOfItsOwn() {
        let (fold, placements) = place([History.attempt("a", at: 0)])
        #expect(placements.map(\.runID) == ["a"])
        #expect(placements.map(\.outcome) == [.success])
        #expect(fold.openRuns.isEmpty)
    }

    @Test(arguments: [["a", "a", "a"], ["a", "b", "c"]])
    func attemptsOfARunAreOneRunWhetherTheyShareAnIDOrNot(ids: [String]) {
        let (fold, placements) = place([
            History.attempt(ids[0], at: 0, status: .failure, retryIn: 5),
            History.attempt(ids[1], at: 5, status: .timeout, attempt: 1, retryIn: 10),
            History.attempt(ids[2], at: 15, attempt: 2),
        ])
        #expect(placements.map(\.runID) == ["a", "a", "a"])
        #expect(placements.map(\.outcome) == [nil, nil, .recovered])
        #expect(placements.map(\.attemptsSeen) == [1, 2, 3])
        #expect(fold.openRuns.isEmpty)
    }

    @Test func aLaterRunMakesAnOpenOneIncompleteUntilItsFinalAttemptComes() {
        let (fold, placements) = place([
            History.attempt("a", at: 0, status: .failure, retryIn: 70),
            History.attempt("b", at: 60),
            History.attempt("a", at: 70, status: .failure, attempt: 1),
        ])
        #expect(placements[1].incompleteRuns.map(\.runID) == ["a"])
        #expect(placements[2].runID == "a")
        #expect(placements[2].outcome == .failed)
        #expect(fold.openRuns.isEmpty)
    }

    @Test func anAttemptWithoutItsRunOpensOneWithUnseenAttempts() {
        let (fold, placements) = place([History.attempt("a", at: 0, status: .failure, attempt: 2, retryIn: 5)])
        #expect(placements[0].attemptsSeen == 1)
        #expect(fold.openRuns.map(\.lastAttempt) == [2])
    }

    @Test func anAttemptJoinsTheRunItsIDNamesThoughAnothersCameBetween() {
        let (fold, placements) = place([
            History.attempt("a", at: 0, status: .failure, retryIn: 5),
            History.attempt("x", at: 4, status: .failure, attempt: 1, retryIn: 5),
            History.attempt("a", at: 5, status: .failure, attempt: 1, retryIn: 5),
        ])
        #expect(placements.map(\.runID) == ["a", "a", "a"])
        #expect(fold.openRuns.map(\.runID) == ["a"])
    }

    @Test func nothingJoinsARunADayAfterItsLastPromise() {
        let (_, placements) = place([
            History.attempt("a", at: 0, status: .failure, retryIn: 5),
            History.attempt("b", at: 24 * 60 + 6, attempt: 1),
        ])
        #expect(placements.map(\.runID) == ["a", "b"])
    }

    @Test func openRunsSurviveTheirColumn() throws {
        let (fold, _) = place([
            History.attempt("a", at: 0, status: .failure, retryIn: 70),
            History.attempt("b", at: 60, status: .error, retryIn: 5),
        ])
        #expect(RunFold(packed: fold.packed) == fold)
        #expect(RunFold(packed: [0xFF]) == nil)
    }
}
