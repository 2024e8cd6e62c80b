import BelfryServer
import Testing

@Suite struct BenchAlertTimesTests {
    private func receive(_ text: String, at now: UInt64, in times: inout BenchAlertTimes) {
        Array(text.utf8).withUnsafeBytes { times.received(message: $0, at: now) }
    }

    @Test func timesAMessageByTheJobsItNames() {
        var times = BenchAlertTimes()
        times.reported(job: 7, at: 100)
        times.reported(job: 1_000_008, at: 110)
        receive(
            #"{"text":"bench-job-000007 failed; also bench-job-000008, again bench-job-000007"}"#,
            at: 200,
            in: &times
        )
        #expect(times.latencies.count == 2)
        #expect(times.latencies.maximum == 100)
        #expect(times.outstanding == 0)
        #expect(times.unexpected == 0)
    }

    @Test func countsMessagesNobodyWaitsFor() {
        var times = BenchAlertTimes()
        times.reported(job: 1, at: 0)
        times.reported(job: 2, at: 0)
        times.refused(job: 2)
        receive("bench-job-000001", at: 5, in: &times)
        receive("bench-job-000001", at: 6, in: &times)
        receive("bench-job-000002", at: 6, in: &times)
        #expect(times.messages == 3)
        #expect(times.unexpected == 2)
        #expect(times.latencies.count == 1)
    }

    @Test(arguments: ["", "bench-job-", "bench-job-12345", "bench-job-12345x", "bench-jo"])
    func findsNoJobInOtherText(text: String) {
        var times = BenchAlertTimes()
        receive(text, at: 0, in: &times)
        #expect(times.unexpected == 0)
    }
}
