import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct RetryAfterTests {
    private let now = instant("2026-01-25T02:00:00Z")

    @Test(arguments: [
        ("0", 0), ("1", 1_000), ("30", 30_000), ("  7 ", 7_000), ("0.35", 350), ("1.5", 1_500), ("3600", 3_600_000),
        ("3601", 3_600_000), ("99999999999999999999999", 3_600_000),
        ("Sun, 25 Jan 2026 02:00:30 GMT", 30_000), ("Sun, 25 Jan 2026 01:00:00 GMT", 0),
        ("Mon, 26 Jan 2026 02:00:00 GMT", 3_600_000),
    ])
    func readsSecondsAndDates(value: String, milliseconds: Int64) {
        #expect(RetryAfter.span(value, now: now) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "", " ", "soon", "-5", "+5", "1e3", "nan", "inf", "0x10", "1.", ".5", "1.2.3", "1,5", "5 s", "٣",
        "Sun, 25 Jan 2026 02:00:30", "Sun, 25 Foo 2026 02:00:30 GMT", "Sun, 32 Jan 2026 02:00:30 GMT",
        "25 Jan 2026 02:00:30 GMT",
        "Sun, 25 Jan 2026 02:00:30 CET",
    ])
    func ignoresGarbage(value: String) {
        #expect(RetryAfter.span(value, now: now) == nil)
    }
}
