import BelfryCore
import Testing

@testable import BelfryStore

struct HeaderForecastTests {
    private static let header = WriterLock.Header(
        batchID: 7,
        now: Instant(seconds: 1_000),
        ruleSetID: 3,
        compatibleVersion: 1,
        keysFrom: nil,
        latestBatchID: 5,
        hasLogRows: false
    )

    @Test func everyTransactionFollowsTheOneBeforeIt() throws {
        let readAt = ContinuousClock.now
        let forecast = HeaderForecast(Self.header, reserved: [8, 9], readAt: readAt)
        var (first, next) = try #require(forecast.next(at: readAt + .milliseconds(2)))
        #expect((first.batchID, first.latestBatchID, first.ruleSetID) == (8, 7, 3))
        #expect(first.now == Instant(seconds: 1_000) + .milliseconds(2))
        next.add(reserved: 12)
        let (second, last) = try #require(next.next(at: readAt + .milliseconds(5)))
        #expect((second.batchID, second.latestBatchID) == (9, 8))
        #expect(second.now == Instant(seconds: 1_000) + .milliseconds(5))
        let (third, none) = try #require(last.next(at: readAt + .milliseconds(5)))
        #expect((third.batchID, third.latestBatchID) == (12, 9))
        #expect(none.next(at: readAt + .milliseconds(5)) == nil)
    }

    @Test func theClockIsNotInferredForLong() {
        let readAt = ContinuousClock.now
        let forecast = HeaderForecast(Self.header, reserved: [8], readAt: readAt)
        #expect(forecast.next(at: readAt + .milliseconds(999)) != nil)
        #expect(forecast.next(at: readAt + .seconds(1)) == nil)
    }
}
