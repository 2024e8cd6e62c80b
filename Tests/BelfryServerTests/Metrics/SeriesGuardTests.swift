import BelfryCore
import Testing

@testable import BelfryServer

struct SeriesGuardTests {
    @Test func aLossIsToldOnceAnHourAndOnlyIfThereIsMore() {
        let metrics = BelfryMetrics(version: "test")
        let guardian = SeriesGuard(dropped: metrics.seriesDropped, logger: TestServer.logger())
        let start = Instant(seconds: 1_706_191_200)
        let jobs = metrics.seriesDropped.with(SeriesDropReason.jobLimit.rawValue)
        #expect(guardian.look(at: start) == [])
        jobs.add(3)
        #expect(guardian.look(at: start) == [.jobLimit])
        jobs.add(3)
        #expect(guardian.look(at: start + .minutes(1)) == [])
        metrics.seriesDropped.with(SeriesDropReason.labelLimit.rawValue).increment()
        #expect(guardian.look(at: start + .minutes(2)) == [.labelLimit])
        #expect(guardian.look(at: start + .minutes(61)) == [])
        jobs.add(3)
        #expect(guardian.look(at: start + .minutes(62)) == [.jobLimit])
    }
}
