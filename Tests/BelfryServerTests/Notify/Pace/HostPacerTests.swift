import BelfryCore
import Testing

@testable import BelfryServer

/// Paces on a clock that is only a number.
@Suite struct HostPacerTests {
    private let start = ContinuousClock.now
    private let pace = DeliveryPace(every: .seconds(2), burst: 3)

    @Test func letsABurstThroughAndThenTheEvenPace() {
        var bucket = TokenBucket(pace)
        var sentAt: [Duration] = []
        var now = start
        while sentAt.count < 7 {
            let wait = bucket.wait(at: now)
            now += wait
            bucket.take(1, at: now)
            sentAt.append(start.duration(to: now))
        }
        #expect(sentAt == [0, 0, 0, 2, 4, 6, 8].map { .seconds($0) })
    }

    @Test func isFullAgainAfterAPause() {
        var bucket = TokenBucket(pace)
        bucket.take(3, at: start)
        #expect(bucket.wait(at: start) == .seconds(2))
        #expect(bucket.wait(at: start + .seconds(1)) == .seconds(1))
        let later = start + .seconds(600)
        for _ in 0..<3 {
            #expect(bucket.wait(at: later) == .zero)
            bucket.take(1, at: later)
        }
        #expect(bucket.wait(at: later) == .seconds(2))
    }

    @Test func paysForWhatWasOverdrawn() {
        var bucket = TokenBucket(pace)
        bucket.take(10, at: start)
        #expect(bucket.wait(at: start) == .seconds(16))
        bucket.take(0, at: start)
        #expect(bucket.wait(at: start) == .seconds(16))
    }

    @Test func keepsAnAccountForEachHostThatHasAPace() {
        let pacer = HostPacer([
            HostPace(host: "a.example", pace: DeliveryPace(every: .seconds(1), burst: 1)),
            HostPace(host: "b.example", pace: DeliveryPace(every: .seconds(5), burst: 1)),
        ])
        for host in ["a.example", "b.example", "free.example"] { pacer.take(1, from: host, at: start) }
        #expect(pacer.wait("a.example", at: start) == .seconds(1))
        #expect(pacer.wait("b.example", at: start) == .seconds(5))
        #expect(pacer.wait("free.example", at: start) == .zero)
    }
}
