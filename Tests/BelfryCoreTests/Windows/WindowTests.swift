import BelfryCore
import Testing

/// Rules about the last hours of jobs, on a clock of their own.
@Suite struct WindowTests {
    private static let start = Instant(seconds: 1_790_000_000)

    private func replay(_ rule: String) throws -> Replay {
        let text = "groups: [{name: g, rules: [{alert: W, on: window, \(rule)}]}]"
        let loaded = RuleSet.load([RuleFile(name: "w.yaml", text: text)])
        return Replay(
            rules: try #require(loaded.rules, "\(loaded.problems)"),
            route: Route(),
            inhibitRules: [],
            start: Self.start
        )
    }

    private func attempt(
        _ number: Int,
        at minutes: Int64,
        status: ExecutionStatus = .success,
        ms: Int64 = 200,
        receivedAt: Int64? = nil
    ) -> ReceivedExecution {
        let execution = Execution(
            jobID: "job",
            jobName: "job",
            executionID: "e\(number)",
            status: status,
            executedAt: Self.start + .minutes(minutes),
            responseCode: nil,
            responseTimeMS: ms,
            retryAttempt: 0,
            nextRetryAt: nil
        )
        return ReceivedExecution(
            execution: execution,
            receivedAt: Self.start + .minutes(receivedAt ?? minutes),
            contentDigest: ContentDigest.digest(execution)
        )
    }

    /// Delivers the attempts when they are received and says when the alert fired and ended, in minutes.
    private func life(_ rule: String, _ attempts: [ReceivedExecution], until: Int64) throws -> [Int64] {
        var replay = try replay(rule)
        var changes: [Int64] = []
        var arrivals = attempts.sorted { $0.receivedAt < $1.receivedAt }[...]
        for minute in 0...until {
            let now = Self.start + .minutes(minute)
            while let next = arrivals.first, next.receivedAt <= now {
                replay.advance(to: next.receivedAt)
                replay.receive([next])
                arrivals.removeFirst()
            }
            replay.advance(to: now)
            let isFiring = replay.openAlerts.contains { $0.state == .firing }
            if isFiring != (changes.count % 2 == 1) { changes.append(minute) }
        }
        return changes
    }

    @Test func anAlertStandsWhileItsExecutionsAreInTheWindow() throws {
        let attempts = (0..<3).map { attempt($0, at: Int64($0) * 10, status: .failure) }
        // The bucket of minute 0 leaves a minute after the hour at the latest, and the window is looked at every 15 seconds.
        let life = try life("over: 1h, expr: failures >= 3", attempts, until: 100)
        #expect(life.count == 2)
        #expect(life[0] == 21)
        #expect((60...62).contains(life[1]))
    }

    @Test func lateExecutionsCountWhereTheyRan() throws {
        let late = [attempt(0, at: 0, status: .failure, receivedAt: 50), attempt(1, at: 50, status: .failure)]
        let life = try life("over: 1h, expr: failures >= 2", late, until: 100)
        #expect(life.first == 51)
        #expect((60...62).contains(life[1]))
    }

    @Test func aClockThatIsAheadDoesNotKeepAnExecutionForEver() throws {
        let ahead = [attempt(0, at: 100_000, status: .failure, receivedAt: 5)]
        let life = try life("over: 1h, expr: failures >= 1", ahead, until: 100)
        #expect((65...67).contains(try #require(life.last)))
    }

    @Test func percentilesAreAtMostFivePercentOff() throws {
        let attempts = (1...100).map { attempt($0, at: 1, ms: Int64($0) * 100) }
        #expect(try life("over: 1h, expr: p50_ms >= 4750 && p50_ms <= 5250", attempts, until: 5) == [2])
        #expect(try life("over: 1h, expr: p95_ms >= 9025 && p95_ms <= 9975", attempts, until: 5) == [2])
        #expect(try life("over: 1h, expr: p99_ms >= 9405 && p99_ms <= 10000", attempts, until: 5) == [2])
        #expect(try life("over: 1h, expr: max_ms == 10000 && executions == 100", attempts, until: 5) == [2])
    }

    @Test func anAlertMustStandAndMayBeKept() throws {
        let attempts = [
            attempt(0, at: 0, status: .failure), attempt(1, at: 20), attempt(2, at: 40, status: .failure),
            attempt(3, at: 41, status: .failure),
        ]
        // All failed until minute 20, half of them then; it stands for ten minutes first, and is kept for thirty after its end,
        // in which it holds again from minute 41 until the last of them has left at minute 71.
        let life = try life(
            "over: 30m, expr: failure_ratio > 0.6, for: 10m, keep_firing_for: 30m",
            attempts,
            until: 200
        )
        #expect(life.first == 11)
        #expect(life.count == 2)
        #expect((101...104).contains(life[1]))
    }

    @Test(arguments: [
        ("expr: executions > 3", "\"over\" is missing"),
        ("over: 8d, expr: executions > 3", "must lie between 1m and 1w"),
        ("over: 1h", "\"expr\" is missing"),
        ("over: 1h, expr: status == 'success'", "\"status\" has no value with \"on: window\""),
        ("over: 1h, expr: executions > 3, consecutive: 2", "\"consecutive\" has no meaning with \"on: window\""),
        ("over: 1h, expr: executions > 3, annotations: {summary: '{{execution_id}}'}", "\"execution_id\" has no value"),
    ])
    func mistakesAreReported(rule: String, message: String) {
        let text = "groups: [{name: g, rules: [{alert: W, on: window, \(rule)}]}]"
        let problems = RuleSet.load([RuleFile(name: "w.yaml", text: text)]).problems
        #expect(problems.contains { $0.message.contains(message) }, "\(problems)")
    }
}
