import BelfryCore
import BelfryTestSupport
import Testing

/// What holds of every alert, whatever the rules and however attempts and time come.
@Suite struct AlertPropertyTests {
    private static let alwaysWatched = Coverage(
        watched: [
            Coverage.Interval(from: RandomAttempts.start - .days(1), to: RandomAttempts.start + .days(10_000))
        ]
    )

    @Test(arguments: 0..<200 as Range<UInt64>)
    func consecutiveAndForAreExact(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let consecutive = Int.random(in: 1...4, using: &random)
        let minutes = [0, 0, 7, 45][Int.random(in: 0..<4, using: &random)] as Int64
        let hasResolve = random.once(in: 3)
        let rules = try Self.load(
            """
            groups:
            - name: g
              flapping: ring
              rules:
              - alert: Slow
                expr: response_time_ms > 5000
                consecutive: \(consecutive)
                for: \(minutes)m
                \(hasResolve ? "resolve: response_time_ms < 100" : "")
            """
        )
        var history = History(rules: rules)
        history.now = RandomAttempts.start
        var model = AlertModel(consecutive: consecutive, pendingFor: .minutes(minutes))
        var events: [String] = []
        for batch in RandomAttempts.batches(Self.slowAndFast(using: &random), using: &random) {
            let at = try #require(batch.last).receivedAt
            while let due = history.deadlines.values.map(\.dueAt).min(), due <= at {
                model.letTimePass(to: due)
                let decision = history.tick(at: due, coverage: Self.alwaysWatched)
                events += decision.transitions.map { "\($0.kind) \(due.microseconds)" }
            }
            history.now = at
            let decision = history.take(batch)
            events += decision.transitions.map { "\($0.kind) \(history.now.microseconds)" }
            for execution in batch.map(\.execution) {
                let matches = execution.responseTimeMS > 5_000
                let resolves = hasResolve ? execution.responseTimeMS < 100 : !matches && execution.status.isSuccess
                model.take(matches: matches, resolves: resolves, at: history.now)
            }
        }
        #expect(events == model.events)
    }

    private static func slowAndFast(using random: inout SplitMix) -> [ReceivedExecution] {
        var minute: Int64 = 0
        return (0..<80).map { number in
            minute += Int64.random(in: 1...12, using: &random)
            return History.attempt(
                "e\(number)",
                at: minute,
                status: random.once(in: 3) ? .failure : .success,
                ms: random.once(in: 3) ? [50, 800][number % 2] : 6_000
            )
        }
    }

    @Test(arguments: 0..<100 as Range<UInt64>, [true, false])
    func noAlertFiresEarlyEndsTwiceOrStandsTwice(seed: UInt64, isOrdered: Bool) throws {
        var random = SplitMix(state: seed)
        let rules = try Self.load(Self.anyRules(using: &random))
        let stream = RandomAttempts.stream(jobs: 2, using: &random)
        let arriving = isOrdered ? stream : stream.shuffled(using: &random)
        var history = History(rules: rules)
        history.now = RandomAttempts.start
        var watch = AlertWatch(rules: rules)
        var known: [ExecutionIdentity: ReceivedExecution] = [:]
        for batch in RandomAttempts.batches(arriving, using: &random) {
            let at = max(history.now, batch.map(\.receivedAt).max() ?? history.now)
            while let due = history.deadlines.values.map(\.dueAt).min(), due <= at {
                let decision = history.tick(
                    at: max(due, history.now),
                    attempts: Self.latestOfRuns(history, known),
                    coverage: Self.alwaysWatched
                )
                watch.see(decision, open: Array(history.open.values.joined()), now: history.now)
            }
            history.now = at
            for received in batch { known[received.execution.identity] = received }
            let decision = history.take(batch)
            watch.see(decision, open: Array(history.open.values.joined()), now: history.now)
        }
        #expect(watch.violations == [])
        #expect(watch.fired.isSuperset(of: watch.resolved))
    }

    /// Rules of every kind with `consecutive`, `for`, `resolve` and labels drawn.
    private static func anyRules(using random: inout SplitMix) -> String {
        let conditions = [
            "status != 'success'", "response_time_ms > 5000", "job.consecutive_failures >= 2",
            "response_code != null && response_code == 501", "run.outcome == 'failed'", "retry_attempt > 0",
        ]
        let resolutions = ["response_time_ms < 1000", "status == 'success'", "response_time_ms > 5000"]
        let labels = ["{}", "{code: '{{response_code}}'}", "{attempt: '{{retry_attempt}}', status: '{{status}}'}"]
        var text = "groups:\n- name: g\n  rules:\n  - {alert: Overdue, on: retry_overdue, grace: 3m}\n"
        for (number, condition) in conditions.enumerated() {
            text += "  - alert: Rule\(number)\n    expr: \(condition)\n"
            if random.once(in: 3) { text += "    on: run\n" }
            if random.once(in: 2) { text += "    consecutive: \(Int.random(in: 1...4, using: &random))\n" }
            if random.once(in: 2) { text += "    for: \(Int.random(in: 0...40, using: &random))m\n" }
            if random.once(in: 3) {
                text += "    resolve: \(resolutions[Int.random(in: 0..<resolutions.count, using: &random)])\n"
            }
            text += "    labels: \(labels[Int.random(in: 0..<labels.count, using: &random)])\n"
        }
        return text
    }

    private static func latestOfRuns(
        _ history: History,
        _ known: [ExecutionIdentity: ReceivedExecution]
    ) -> [DueDeadlines.RunKey: ReceivedExecution] {
        var latest: [DueDeadlines.RunKey: ReceivedExecution] = [:]
        for (jobID, attempts) in history.stored {
            for attempt in attempts {
                guard let runID = attempt.runID else { continue }
                let identity = ExecutionIdentity(
                    jobID: jobID,
                    executionID: attempt.position.executionID,
                    retryAttempt: attempt.position.retryAttempt
                )
                latest[DueDeadlines.RunKey(jobID: jobID, runID: runID)] = known[identity]
            }
        }
        return latest
    }

    static func load(_ text: String) throws -> RuleSet {
        let (rules, problems) = RuleSet.load([RuleFile(name: "rules.yaml", text: text)])
        return try #require(rules, "\(problems)")
    }
}
