import BelfryCore
import Testing

/// A webhook dated far into the future makes no job look well for ever.
@Suite struct FutureExecutionTests {
    private static let text = """
        groups:
          - name: g
            rules:
              - {alert: Failed, expr: status != "success" && next_retry_at == null}
              - {alert: Missed, on: missed, every: 1h, grace: 5m}
              - {alert: Long, on: run, expr: run.duration_ms > 3600000}
        """

    private static func history() throws -> History {
        History(rules: try #require(RuleSet.load([RuleFile(name: "r", text: text)]).rules))
    }

    /// An attempt received at a minute and dated 2099.
    private static func future(
        _ id: String,
        at minute: Int64,
        status: ExecutionStatus = .success,
        attempt: Int32 = 0,
        retryIn: Int64? = nil
    ) -> ReceivedExecution {
        var received = History.attempt(id, at: minute, status: status, attempt: attempt, retryIn: retryIn)
        received.execution.executedAt = Instant(seconds: 4_070_908_800)
        return received
    }

    private static func minute(_ minute: Int64) -> Instant { Instant(seconds: 1_700_000_000) + .minutes(minute) }

    @Test func theLastTimesAreThoseOfTheReceipt() throws {
        var history = try Self.history()
        history.take([Self.future("a", at: 0)])
        history.take([Self.future("b", at: 1, status: .failure)])
        let job = try #require(history.jobs["job-1"])
        let received = Self.minute(0) + .seconds(1)
        #expect(job.lastSuccessAt == received + .minutes(5))
        #expect(job.lastFailureAt == received + .minutes(6))
        #expect(job.lastExecutionAt == received + .minutes(6))
        // The next one in time is the latest.
        history.take([History.attempt("c", at: 10)])
        #expect(history.jobs["job-1"]?.lastExecutionAt == Self.minute(10))
        #expect(history.firing == [])
    }

    @Test func theNextRunIsExpectedAsEver() throws {
        var history = try Self.history()
        history.take([History.attempt("a", at: 0)])
        history.take([Self.future("b", at: 60)])
        let received = Self.minute(60) + .seconds(1)
        let expected = received + .minutes(5) + .hours(1)
        #expect(history.jobs["job-1"]?.expected?.at == expected)
        history.tick(
            at: expected + .hours(1),
            coverage: Coverage(watched: [.init(from: Self.minute(0), to: expected + .hours(2))], refused: [])
        )
        #expect(history.firing == ["Missed"])
    }

    @Test func aRunThatBeganInTheFutureTakesNoLongerThanItDid() throws {
        var history = try Self.history()
        history.take([Self.future("a", at: 0, status: .failure, retryIn: 1)])
        history.take([Self.future("b", at: 2, attempt: 1)])
        #expect(history.jobs["job-1"]?.runs.recovered == 1)
        history.take([History.attempt("c", at: 30, status: .failure, retryIn: 1)])
        history.take([Self.future("d", at: 31, attempt: 1)])
        #expect(history.jobs["job-1"]?.runs.recovered == 2)
        #expect(history.firing == [])
    }
}
