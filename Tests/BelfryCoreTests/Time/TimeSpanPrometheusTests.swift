import BelfryCore
import Testing

struct TimeSpanPrometheusTests {
    @Test(arguments: [
        ("30s", TimeSpan.seconds(30), "30s"),
        ("5m", .minutes(5), "5m"),
        ("100ms", .milliseconds(100), "100ms"),
        ("1d12h", .hours(36), "1d12h"),
        ("4h", .hours(4), "4h"),
        ("1y", .days(365), "1y"),
        ("400d", .days(400), "400d"),
        ("2w", .days(14), "2w"),
        ("8d", .days(8), "8d"),
        ("1y2w3d4h5m6s7ms", .milliseconds(382 * 86_400_000 + 14_706_007), "382d4h5m6s7ms"),
        ("90s", .seconds(90), "1m30s"),
        ("0", .zero, "0s"),
        ("0s", .zero, "0s"),
        ("1h0m", .hours(1), "1h"),
        ("007s", .seconds(7), "7s"),
    ])
    func readsAndWritesADuration(text: String, span: TimeSpan, written: String) {
        #expect(TimeSpan(prometheus: text) == span)
        #expect("\(span)" == written)
        #expect(TimeSpan(prometheus: written) == span)
    }

    @Test(arguments: [
        "", "5", "s", "5 m", " 5m", "5m ", "5M", "1m1h", "1m1m", "5m30", "-5m", "+5m", "1.5h", "1h 30m", "5min", "10us",
        "1ms1s", "300000y", "9223372036854775808ms", "99999999999999999999s",
    ])
    func refusesWhatIsNotADuration(text: String) {
        #expect(TimeSpan(prometheus: text) == nil)
    }

    @Test(arguments: [
        (1, "0.001ms"), (1_500, "1.5ms"), (1_000_250, "1s0.25ms"), (-5_000_000, "-5s"),
        (Int64.min, "-106751991d4h54s775.808ms"),
        (Int64.max, "106751991d4h54s775.807ms"),
    ])
    func writesWhatPrometheusHasNoFormFor(microseconds: Int64, text: String) {
        let span = TimeSpan(microseconds: microseconds)
        #expect("\(span)" == text)
        #expect(TimeSpan(prometheus: "\(span)") == nil)
    }
}
