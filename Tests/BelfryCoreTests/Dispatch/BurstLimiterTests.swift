import BelfryCore
import Testing

/// `burst_limit`: which messages go out by themselves and when the list of the others does.
struct BurstLimiterTests {
    private static let start = Instant(seconds: 1_800_000_000)

    /// Sends a message at each of some seconds, taking due lists first, as rounds do; `.` is sent, `-` waits, `L` is a list.
    private static func play(_ seconds: [Int64], limit: Int) -> String {
        var limiter = BurstLimiter(limits: ["ops": limit], windows: [:])
        return seconds.map { second in
            let now = start + .seconds(second)
            let list = limiter.takeDueLists(at: now).isEmpty ? "" : "L"
            return list + (limiter.admits("ops", at: now) ? "." : "-")
        }.joined()
    }

    @Test(
        arguments: [
            ([0, 1, 2, 3, 4], 5, "....."), ([0, 1, 2, 3, 4, 5, 6], 5, ".....--"),
            ([0, 59, 60, 61, 119, 120], 2, "....-L."),
            ([0, 1, 2, 59, 60, 61], 2, "..--L.-"), ([0, 0, 0, 0], 1, ".---"),
            ([0, 1, 60, 61, 120, 180], 1, ".-L--L-L-"),
            ([0, 1, 200], 1, ".-L-"), ([0, 1, 1, 1, 1], 0, "....."), ([0, 10, 20, 90], 2, "..-L."),
        ] as [([Int64], Int, String)]
    )
    func whatExceedsTheLimitOfAMinuteWaitsForTheListAtItsEnd(seconds: [Int64], limit: Int, played: String) {
        #expect(Self.play(seconds, limit: limit) == played)
    }

    @Test func receiversDoNotShareALimit() {
        var limiter = BurstLimiter(limits: ["a": 1, "b": 1], windows: [:])
        let sent = ["a", "b", "a", "no limit"].map { limiter.admits($0, at: Self.start) }
        #expect(sent == [true, true, false, true])
        #expect(limiter.nextListDueAt == Self.start + .minutes(1))
        #expect(limiter.changes.map(\.receiver) == ["a", "b"])
        #expect(limiter.changes.map(\.window.isHolding) == [true, false])
    }

    @Test func aListGoesOutAlthoughTheLimitIsGone() {
        let held = BurstWindow(startedAt: Self.start, sent: 5, isHolding: true)
        var limiter = BurstLimiter(limits: ["ops": 0], windows: ["ops": held])
        let isSent = limiter.admits("ops", at: Self.start + .seconds(59))
        #expect(isSent)
        let lists = [59, 60, 60].map { limiter.takeDueLists(at: Self.start + .seconds($0)) }
        #expect(lists == [[], ["ops"], []])
        #expect(limiter.nextListDueAt == nil)
    }
}
