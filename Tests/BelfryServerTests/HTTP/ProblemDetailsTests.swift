import BelfryCore
import Testing

@testable import BelfryServer

struct ProblemDetailsTests {
    @Test func writesTheMembersThatAreThere() {
        let problem = ProblemDetails(status: 400, title: "malformed webhook", detail: "no id", field: "cron_job_id")
        let json =
            #"{"type":"about:blank","title":"malformed webhook","status":400,"detail":"no id","field":"cron_job_id"}"#
        #expect(String(decoding: problem.json, as: UTF8.self) == json)
    }

    @Test func escapesWhatCameFromOutside() {
        let problem = ProblemDetails(status: 400, title: "a", detail: "\"\\\n\u{1}é")
        #expect(String(decoding: problem.json, as: UTF8.self).contains(#""detail":"\"\\\u000a\u0001é""#))
    }

    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (1_709_210_096, "Thu, 29 Feb 2024 12:34:56 GMT"),
    ])
    func datesAreWrittenAsHTTPWantsThem(_ seconds: Int64, text: String) {
        #expect(HTTPDate.text(Instant(seconds: seconds)) == text)
    }
}
