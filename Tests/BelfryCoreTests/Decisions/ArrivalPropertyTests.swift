import BelfryCore
import BelfryTestSupport
import Testing

/// However a stream of attempts is delivered, its jobs end in the same runs and states.
@Suite struct ArrivalPropertyTests {
    /// What of a job's state is a function of the set of its attempts.
    ///
    /// Left out: when the job was first heard of, and the runs counted as `incomplete`, a counter that only grows and so keeps
    /// what an attempt still on its way made it count.
    private struct Settled: Equatable {
        var position: Position
        var name: String
        var lastExecutionAt: Instant
        var lastSuccessAt: Instant?
        var lastFailureAt: Instant?
        var lastStatus: String
        var lastError: String?
        var lastDurationMS: Int64
        var streaks: [Int64]
        var executions: StatusCounts
        var closedRuns: [Int64]
        var histogram: LatencyHistogram
        var sketch: LatencySketch
        var fold: RunFold
        var errors: ErrorKinds
        var isFlapping: Bool

        init(_ state: JobState) {
            position = state.position
            name = state.name
            lastExecutionAt = state.lastExecutionAt
            lastSuccessAt = state.lastSuccessAt
            lastFailureAt = state.lastFailureAt
            lastStatus = state.lastStatus
            lastError = state.lastError
            lastDurationMS = state.lastDurationMS
            streaks = [state.consecutiveFailures, state.consecutiveSuccesses, state.consecutiveFailedRuns]
            executions = state.executions
            closedRuns = [state.runs.success, state.runs.recovered, state.runs.failed]
            histogram = state.histogram
            sketch = state.sketch
            fold = state.fold
            errors = state.memory.errors
            isFlapping = state.memory.isFlapping
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func aShuffledDuplicatedBatchedStreamEndsAsTheOrderedOne(seed: UInt64) throws {
        let rules = try #require(RuleSet.load([BuiltInRules.file]).rules)
        var random = SplitMix(state: seed)
        let stream = RandomAttempts.stream(jobs: 3, using: &random)

        var ordered = History(rules: rules)
        for attempt in stream { ordered.take([attempt]) }
        var delivered = History(rules: rules)
        for batch in RandomAttempts.delivered(stream, using: &random) { delivered.takeNew(batch) }

        #expect(delivered.jobs.count == ordered.jobs.count)
        for (jobID, state) in ordered.jobs {
            #expect(Settled(try #require(delivered.jobs[jobID])) == Settled(state))
            #expect(delivered.stored[jobID] == ordered.stored[jobID])
        }
    }

    /// The cut into batches alone changes nothing at all, alerts and what is told of them included.
    @Test(arguments: 0..<100 as Range<UInt64>)
    func theCutIntoBatchesDoesNotMatter(seed: UInt64) throws {
        let rules = try #require(RuleSet.load([BuiltInRules.file]).rules)
        var random = SplitMix(state: seed)
        let stream = RandomAttempts.stream(jobs: 3, using: &random)

        var single = History(rules: rules)
        for attempt in stream { single.take([attempt]) }
        var batched = History(rules: rules)
        for batch in RandomAttempts.batches(stream, using: &random) { batched.take(batch) }

        for (jobID, state) in single.jobs {
            let found = try #require(batched.jobs[jobID])
            #expect(Settled(found) == Settled(state))
            #expect(found.runs.incomplete == state.runs.incomplete)
            func told(_ history: History) -> [String] {
                history.transitions.filter { $0.jobID == jobID }.map { "\($0.kind) \($0.executionID ?? "")" }
            }
            #expect(told(batched) == told(single))
        }
        #expect(batched.firing == single.firing)
        // One that is set and done with in the same batch is left behind, and found to mean nothing when it is due.
        // Those of alerts go by ids and by the time of the decision.
        func retries(_ history: History) -> Set<Deadline> {
            Set(history.deadlines.values.filter { $0.kind == .retryOverdue })
        }
        #expect(retries(batched).isSuperset(of: retries(single)))
    }

    /// A clock that goes back makes two runs of one id: the retry's, and then its first attempt's.
    @Test func twoRunsOfOneIDStayTwoWhenALateAttemptArrives() throws {
        let rules = try #require(RuleSet.load([BuiltInRules.file]).rules)
        let attempts = [
            History.attempt("a", at: 0, status: .failure, attempt: 1, retryIn: 30),
            History.attempt("a", at: 5, status: .failure, retryIn: 35),
            History.attempt("b", at: 41, attempt: 2),
            History.attempt("c", at: 42),
            History.attempt("d", at: 50),
        ]
        var ordered = History(rules: rules)
        for attempt in attempts { ordered.take([attempt]) }
        var late = History(rules: rules)
        for index in [0, 1, 2, 4, 3] { late.take([attempts[index]]) }
        #expect(ordered.jobs["job-1"]?.fold.openRuns.count == 1)
        #expect(late.jobs["job-1"]?.fold == ordered.jobs["job-1"]?.fold)
    }

    @Test func aRunThatALateAttemptLeavesOpenBehindALaterRunIsIncomplete() throws {
        let rules = try #require(RuleSet.load([BuiltInRules.file]).rules)
        let attempts = [
            History.attempt("a", at: 0, status: .failure, retryIn: 5), History.attempt("b", at: 10),
            History.attempt("c", at: 20),
        ]
        for order in [[0, 1, 2], [1, 0, 2], [1, 2, 0], [2, 1, 0]] {
            var history = History(rules: rules)
            for index in order { history.take([attempts[index]]) }
            #expect(history.jobs["job-1"]?.runs.incomplete == 1, "\(order)")
            #expect(history.jobs["job-1"]?.runs.success == 2)
        }
    }

    @Test func theErrorOfTheLatestFailureIsKeptWhenItArrivesAfterASuccess() throws {
        var history = History(rules: try #require(RuleSet.load([BuiltInRules.file]).rules))
        history.take([History.attempt("a", at: 0, status: .failure), History.attempt("c", at: 20)])
        history.take([History.attempt("b", at: 10, status: .failure)])
        #expect(history.jobs["job-1"]?.lastError == "boom 10")
        history.take([History.attempt("z", at: -5, status: .failure)])
        #expect(history.jobs["job-1"]?.lastError == "boom 10")
        #expect(history.jobs["job-1"]?.lastFailureAt == RandomAttempts.start + .minutes(10))
    }
}

extension History {
    /// Decides those of a batch whose identity is new, as the database lets them through.
    fileprivate mutating func takeNew(_ batch: [ReceivedExecution]) {
        var known = Set(
            stored.flatMap { jobID, attempts in
                attempts.map {
                    ExecutionIdentity(
                        jobID: jobID,
                        executionID: $0.position.executionID,
                        retryAttempt: $0.position.retryAttempt
                    )
                }
            }
        )
        let new = batch.filter { known.insert($0.execution.identity).inserted }
        if !new.isEmpty { take(new) }
    }
}
