import BelfryServer
import Testing

@Suite struct BenchScheduleTests {
    @Test func spacesRequestsEvenly() {
        var schedule = BenchSchedule(start: 1_000, rate: 1_000)
        let due = [999, 1_000, 1_001, 1_001_000].map { schedule.takeDue(at: $0) }
        #expect(due == [nil, 1_000, nil, 1_001_000])
        #expect(schedule.next == 2_001_000)
    }

    @Test func keepsTheDueTimesOfRequestsThatAreLate() {
        var schedule = BenchSchedule(start: 0, rate: 10)
        let due = (0..<4).map { _ in schedule.takeDue(at: 300_000_000) }
        #expect(due == [0, 100_000_000, 200_000_000, 300_000_000])
    }

    @Test func doesNotDriftAtAnUnevenRate() {
        var schedule = BenchSchedule(start: 0, rate: 30_000)
        for _ in 0..<30_000 { _ = schedule.takeDue(at: .max) }
        #expect(schedule.next == 1_000_000_000)
    }
}
