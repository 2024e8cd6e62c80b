import BelfryCore
import Testing

/// What the shipped rules make of the life of a job.
@Suite struct ShippedRuleTests {
    private func history() throws -> History {
        History(rules: try #require(RuleSet.load([BuiltInRules.file]).rules))
    }

    @Test func aFinalFailureFiresOnceAndTheNextSuccessEndsIt() throws {
        var history = try history()
        history.take([History.attempt("a", at: 0, status: .failure)])
        #expect(history.firing == ["JobFailed"])
        history.take([History.attempt("b", at: 60, status: .timeout)])
        #expect(history.transitions.map(\.kind) == [.firing])
        let alert = try #require(history.open["job-1"]?.first)
        #expect(alert.failedRuns == 2)
        #expect(alert.annotations["summary"]?.plain == "Report failed for good after 1 attempt(s)")
        history.take([History.attempt("c", at: 120)])
        #expect(history.firing == [])
        #expect(history.transitions.map(\.kind) == [.firing, .resolved])
    }

    @Test func aFailureThatPromisesARetryIsNoFinalFailure() throws {
        var history = try history()
        history.take([History.attempt("a", at: 0, status: .failure, retryIn: 5)])
        #expect(history.firing == [])
        #expect(history.deadlines.count == 1)
        history.take([History.attempt("a", at: 5, status: .success, attempt: 1)])
        #expect(history.deadlines.isEmpty)
        #expect(history.jobs["job-1"]?.runs.recovered == 1)
    }

    @Test func aCriticalJobFiresAtItsFirstFailureAndSaysWhenItsRunFailedForGood() throws {
        var history = try history()
        history.take([History.attempt("a", at: 0, status: .failure, retryIn: 5, name: "critical backup")])
        #expect(history.firing == ["CriticalJobFailed"])
        history.take([History.attempt("a", at: 5, status: .failure, attempt: 1, name: "critical backup")])
        #expect(history.firing == ["CriticalJobFailed", "JobFailed"])
        let kinds = history.transitions.filter { $0.alertID == history.transitions[0].alertID }.map(\.kind)
        #expect(kinds == [.firing, .final])
    }

    @Test func aSlowJobFiresAtTheThirdSlowAttemptInARow() throws {
        var history = try history()
        history.take([History.attempt("a", at: 0, ms: 6_000)])
        history.take([History.attempt("b", at: 1, ms: 6_000)])
        history.take([History.attempt("c", at: 2, ms: 100)])
        history.take([History.attempt("d", at: 3, ms: 6_000), History.attempt("e", at: 4, ms: 6_000)])
        #expect(history.firing == [])
        history.take([History.attempt("f", at: 5, ms: 6_000)])
        #expect(history.firing == ["SlowJob"])
        history.take([History.attempt("g", at: 6, ms: 100)])
        #expect(history.firing == [])
    }

    @Test func anOverdueRetryFiresOnlyWhereBelfryWasWatching() throws {
        let failed = History.attempt("a", at: 0, status: .failure, retryIn: 5)
        let due = failed.execution.executedAt + .minutes(15)
        let watched = Coverage.Interval(from: failed.receivedAt - .minutes(1), to: due + .minutes(1))
        let latest = [DueDeadlines.RunKey(jobID: "job-1", runID: "a"): failed]

        var covered = try history()
        covered.take([failed])
        #expect(covered.deadlines.values.map(\.dueAt) == [due])
        covered.tick(at: due - .seconds(1), attempts: latest, coverage: Coverage(watched: [watched]))
        #expect(covered.firing == [])
        covered.tick(at: due, attempts: latest, coverage: Coverage(watched: [watched]))
        #expect(covered.firing == ["RetryOverdue"])
        covered.take([History.attempt("a", at: 30, attempt: 1)])
        #expect(covered.firing == [])

        var unseen = try history()
        unseen.take([failed])
        let hole = Coverage.Interval(from: due - .minutes(3), to: due - .minutes(2))
        unseen.tick(at: due, attempts: latest, coverage: Coverage(watched: [watched], refused: [hole]))
        #expect(unseen.firing == [])
        #expect(unseen.deadlines.isEmpty)
    }

    @Test func theSamplesOfTheDocumentationPromiseRetriesAndFireNothing() throws {
        var history = try history()
        let at = History.attempt("x", at: 0).execution.executedAt
        for (id, status, attempt, minutes) in [
            ("exe_123456789", ExecutionStatus.success, Int32(0), Int64?.none),
            ("exe_987654321", .failure, 1, 5), ("exe_456789123", .timeout, 2, 10),
        ] {
            var received = History.attempt(id, at: 0, status: status, attempt: attempt, retryIn: minutes)
            received.receivedAt = at + .days(300)
            history.take([received])
        }
        #expect(history.firing == [])
        #expect(history.deadlines.values.map(\.dueAt) == [at + .days(300) + .minutes(10)])
        #expect(history.jobs["job-1"]?.fold.openRuns.map(\.attemptsSeen) == [2])
    }
}
