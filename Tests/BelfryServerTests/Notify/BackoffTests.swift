import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct BackoffTests {
    @Test(
        arguments: [(0, 1), (1, 1), (2, 2), (3, 4), (8, 128), (9, 256), (10, 300), (60, 300), (Int.max, 300)]
            as [(Int, Int64)]
    )
    func doublesUpToItsCap(attempt: Int, seconds: Int64) {
        #expect(Backoff().bound(afterAttempt: attempt) == .seconds(seconds))
    }

    @Test(arguments: 1...12)
    func waitsAnythingUpToTheBound(attempt: Int) {
        let backoff = Backoff()
        let bound = backoff.bound(afterAttempt: attempt)
        var generator = SystemRandomNumberGenerator()
        let waits = (0..<200).map { _ in backoff.wait(afterAttempt: attempt, retryAfter: nil, using: &generator) }
        #expect(waits.allSatisfy { (.zero)...bound ~= $0 })
        // Full jitter: the whole range is used, which 200 draws miss by chance once in 10^60.
        let half = TimeSpan(microseconds: bound.microseconds / 2)
        #expect(waits.contains { $0 < half } && waits.contains { $0 > half })
    }

    @Test func neverComesBackBeforeTheTargetAsks() {
        var generator = SystemRandomNumberGenerator()
        #expect(Backoff().wait(afterAttempt: 12, retryAfter: .minutes(10), using: &generator) == .minutes(10))
    }
}
