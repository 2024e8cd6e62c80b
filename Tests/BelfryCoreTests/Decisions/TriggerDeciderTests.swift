import BelfryCore
import Testing

struct TriggerDeciderTests {
    private static let start = Instant(seconds: 1_790_000_000)

    /// A success of a job, some minutes after the start.
    private static func success(
        _ job: String,
        _ id: String = "exe_1",
        at minute: Int64 = 0,
        test: Bool = false
    ) -> ReceivedExecution {
        let execution = Execution(
            jobID: job,
            jobName: job.uppercased(),
            executionID: id,
            status: .success,
            executedAt: start + .minutes(minute),
            responseBody: #"{"records": 1}"#,
            isTest: test
        )
        return ReceivedExecution(
            execution: execution,
            receivedAt: execution.executedAt,
            contentDigest: ContentDigest.digest(execution)
        )
    }

    private static func decide(
        _ executions: [ReceivedExecution],
        _ triggers: [TriggerRule],
        now: Instant = start + .minutes(30),
        awaited: [AwaitedFiring] = []
    ) throws -> BatchDecision {
        let rules = try #require(RuleSet.load([BuiltInRules.file]).rules)
        return BatchDecider.decide(
            Batch(
                batchID: 1,
                now: now,
                executions: executions,
                jobs: [:],
                openAlerts: [:],
                awaited: awaited
            ),
            rules: rules,
            triggers: TriggerSet(triggers)
        )
    }

    private static func sent(
        _ child: String,
        depth: Int32 = 1,
        at minute: Int64 = 0,
        executionID: String? = nil,
        trigger: String = "t"
    ) -> AwaitedFiring {
        AwaitedFiring(
            key: AwaitedFiring.Key(jobID: "parent", trigger: trigger, executionID: "p"),
            child: child,
            childExecutionID: executionID,
            depth: depth,
            sentAt: start + .minutes(minute)
        )
    }

    @Test(arguments: ["a", "A"])
    func aJobIsMeantByItsNameOrItsID(after: String) throws {
        let decision = try Self.decide([Self.success("a")], [TriggerRule(name: "t", after: after, child: "b")])
        #expect(decision.firings.map(\.verdict) == [.pending])
        #expect(decision.firings.map(\.depth) == [1])
        #expect(decision.firings.map(\.expiresAt) == [Self.start + .hours(1)])
    }

    @Test func onlyASuccessOfTheJobFires() throws {
        var failure = Self.success("a")
        failure.execution.status = .failure
        let decision = try Self.decide(
            [failure, Self.success("c")],
            [TriggerRule(name: "t", after: "a", child: "b")]
        )
        #expect(decision.firings == [])
    }

    @Test func aTestAndAnOldSuccessAreOnRecordAndNotSent() throws {
        let decision = try Self.decide(
            [Self.success("a", "1", test: true), Self.success("a", "2", at: -40)],
            [TriggerRule(name: "t", after: "a", child: "b")]
        )
        #expect(decision.firings.map(\.verdict) == [.test, .tooOld])
    }

    @Test func aChildIsTheOldestOneThatWaitsUnlessTheAnswerNamedIt() throws {
        let rule = TriggerRule(name: "t", after: "parent", child: "B")
        let waiting = [
            Self.sent("B", at: 5, trigger: "later"), Self.sent("B", at: 1, trigger: "earlier"),
            Self.sent("B", at: 3, executionID: "named", trigger: "named"),
        ]
        let decision = try Self.decide(
            [Self.success("b", "unknown", at: 7), Self.success("b", "named", at: 8)],
            [rule],
            awaited: waiting
        )
        #expect(decision.links.map(\.firing.trigger) == ["earlier", "named"])
        #expect(decision.links.map(\.childJobID) == ["b", "b"])
    }

    @Test func whatRanBeforeTheTriggerIsNoChildOfIt() throws {
        let decision = try Self.decide(
            [Self.success("b", at: 2)],
            [TriggerRule(name: "t", after: "parent", child: "b")],
            awaited: [Self.sent("b", at: 5)]
        )
        #expect(decision.links == [])
    }

    @Test func aChainEndsWhereItsBudgetDoes() throws {
        let rule = TriggerRule(name: "t", after: "a", child: "b")
        for (depth, verdict) in [
            (TriggerSet.maximumChain - 1, TriggerFiring.Verdict.pending), (TriggerSet.maximumChain, .loop),
        ] {
            let decision = try Self.decide([Self.success("a", at: 1)], [rule], awaited: [Self.sent("a", depth: depth)])
            #expect(decision.firings.map(\.depth) == [depth + 1])
            #expect(decision.firings.map(\.verdict) == [verdict])
        }
    }

    @Test func withoutTriggersNothingIsDecided() throws {
        let decision = try Self.decide([Self.success("a")], [])
        #expect(decision.firings == [] && decision.links == [])
    }
}
