import BelfryCore
import CEL
import Testing

/// Triggers with several parents: fired once when all of them have succeeded within a time.
struct TriggerGatheringTests {
    private static let start = Instant(seconds: 1_790_000_000)
    private static let rule = TriggerRule(
        name: "t",
        parents: [TriggerParent(job: "a"), TriggerParent(job: "B")],
        within: .hours(2),
        child: "c",
        maxAge: .hours(24)
    )

    /// A success of a job, some minutes after the start.
    private static func success(_ job: String, _ id: String, at minute: Int64) -> ReceivedExecution {
        let execution = Execution(
            jobID: job,
            jobName: job.uppercased(),
            executionID: id,
            status: .success,
            executedAt: start + .minutes(minute)
        )
        return ReceivedExecution(
            execution: execution,
            receivedAt: execution.executedAt,
            contentDigest: ContentDigest.digest(execution)
        )
    }

    private static func replay(_ rule: TriggerRule = rule) throws -> Replay {
        Replay(
            rules: try #require(RuleSet.load([BuiltInRules.file]).rules),
            triggers: TriggerSet([rule]),
            route: Route(),
            inhibitRules: [],
            start: start + .minutes(300)
        )
    }

    /// What arrives in this order (job, minute it ran), and which executions complete a set.
    @Test(
        arguments: [
            ([("a", 0), ("b", 30)], ["b30"]),
            ([("b", 30), ("a", 0)], ["a0"]),
            ([("a", 0), ("b", 120)], ["b120"]),
            // The time is over.
            ([("a", 0), ("b", 121)], []),
            ([("b", 121), ("a", 0)], []),
            ([("a", 0), ("b", 121), ("a", 130)], ["a130"]),
            // One parent twice counts once.
            ([("a", 0), ("a", 10)], []),
            ([("a", 0), ("a", 10), ("b", 20)], ["b20"]),
            ([("a", 0), ("b", 20), ("b", 30)], ["b20"]),
            ([("a", 0), ("b", 20), ("b", 30), ("a", 40)], ["b20", "a40"]),
            ([("a", 0), ("b", 20), ("a", 30), ("b", 40)], ["b20", "b40"]),
            // What comes late is older than what was used already.
            ([("a", 10), ("b", 20), ("a", 0), ("b", 30)], ["b20"]),
            // The newest of a parent counts, whatever the order in which they come.
            ([("a", 10), ("a", 0), ("b", 20)], ["b20"]),
        ] as [([(String, Int64)], [String])]
    )
    func firesOnceWhenAllHaveSucceededInTime(arrivals: [(String, Int64)], completing: [String]) throws {
        let executions = arrivals.map { Self.success($0.0, "\($0.0)\($0.1)", at: $0.1) }
        // One after the other, and in one batch.
        var replay = try Self.replay()
        for execution in executions { replay.receive([execution]) }
        #expect(replay.takeFirings().map(\.parent.executionID) == completing)
        var batch = try Self.replay()
        batch.receive(executions)
        let firings = batch.takeFirings()
        #expect(firings.map(\.parent.executionID) == completing)
        #expect(firings.allSatisfy { $0.verdict == .pending && $0.child == "c" && $0.depth == 1 })
    }

    @Test func aSuccessForWhichTheConditionIsFalseDoesNotCount() throws {
        var problems: [String] = []
        let condition = try #require(Self.condition("response_time_ms > 100", &problems), "\(problems)")
        var rule = Self.rule
        rule.parents[0].condition = condition
        var replay = try Self.replay(rule)
        var fast = Self.success("a", "fast", at: 0)
        fast.execution.responseTimeMS = 10
        var slow = Self.success("a", "slow", at: 1)
        slow.execution.responseTimeMS = 1_000
        replay.receive([fast, Self.success("b", "1", at: 2)])
        #expect(replay.takeFirings() == [])
        replay.receive([slow])
        #expect(replay.takeFirings().map(\.parent.executionID) == ["slow"])
    }

    @Test func anErrorAndATestAreOnRecordAndDoNotCount() throws {
        var problems: [String] = []
        let condition = try #require(Self.condition("json(response_body).rows > 0", &problems), "\(problems)")
        var rule = Self.rule
        rule.parents[0].condition = condition
        var replay = try Self.replay(rule)
        var cut = Self.success("a", "cut", at: 0)
        cut.execution.responseBody = #"{"rows": "#
        var test = Self.success("b", "test", at: 1)
        test.execution.isTest = true
        replay.receive([cut, test, Self.success("b", "1", at: 2)])
        let firings = replay.takeFirings()
        #expect(firings.map(\.parent.executionID) == ["cut", "test"])
        #expect(firings.last?.verdict == .test)
        guard case .error? = firings.first?.verdict else {
            Issue.record("\(firings)")
            return
        }
    }

    @Test func itIsSentUntilTheNewestSuccessIsTooOld() throws {
        var rule = Self.rule
        rule.maxAge = .hours(6)
        var replay = try Self.replay(rule)
        replay.receive([Self.success("b", "1", at: 60), Self.success("a", "1", at: 0)])
        #expect(replay.takeFirings().map(\.expiresAt) == [Self.start + .minutes(60) + .hours(6)])
    }

    @Test func theLongestChainThatLedToItCounts() throws {
        let rules = try #require(RuleSet.load([BuiltInRules.file]).rules)
        let sent = AwaitedFiring(
            key: AwaitedFiring.Key(jobID: "x", trigger: "other", executionID: "x1"),
            child: "a",
            depth: TriggerSet.maximumChain,
            sentAt: Self.start
        )
        let waiting = TriggerArrival(
            trigger: "t",
            parent: "B",
            jobID: "b",
            position: Self.success("b", "1", at: 1).position,
            depth: 2
        )
        let decision = BatchDecider.decide(
            Batch(
                batchID: 1,
                now: Self.start + .minutes(5),
                executions: [Self.success("a", "1", at: 2)],
                jobs: [:],
                openAlerts: [:],
                awaited: [sent],
                arrivals: [waiting]
            ),
            rules: rules,
            triggers: TriggerSet([Self.rule])
        )
        #expect(decision.firings.map(\.depth) == [TriggerSet.maximumChain + 1])
        #expect(decision.firings.map(\.verdict) == [.loop])
        // Used up all the same: the next firing needs a newer success of both.
        #expect(decision.arrivals.count == 2 && decision.arrivals.allSatisfy { $0.usedIn?.executionID == "1" })
    }

    private static func condition(_ text: String, _ problems: inout [String]) -> Program? {
        let file = RuleFile(
            name: "test.yaml",
            text: "groups: [{name: g, rules: [{alert: A, expr: '\(text)'}]}]"
        )
        let loaded = RuleSet.load([file])
        problems = loaded.problems.map(\.description)
        return loaded.rules?.rules.first?.condition
    }
}
