import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct NtfyAnswerTests {
    private func outcome(_ status: Int, _ body: String, retryAfter: String? = nil) -> DeliveryOutcome {
        let headers = retryAfter.map { [(name: "Retry-After", value: $0)] } ?? []
        let response = OutgoingResponse(status: status, headers: headers, body: Array(body.utf8), latency: .zero)
        return NtfyAnswer.outcome(response, now: nightly)
    }

    private func error(_ code: Int) -> String {
        #"{"code":\#(code),"http":\#(code / 100),"error":"…","link":"https://docs.ntfy.sh"}"#
    }

    @Test func acceptsThePublishedMessage() {
        #expect(outcome(200, #"{"id":"sPs71M8A2T","time":1,"event":"message","topic":"t"}"#) == .delivered)
    }

    @Test(arguments: ["", "ok", "{}", "<html>Sign in</html>"])
    func doesNotTrustABare200(body: String) {
        #expect(outcome(200, body) == .retry(reason: .unexpectedAnswer, after: nil))
    }

    @Test(arguments: [(401, 40_101), (403, 40_301), (400, 40_009), (400, 40_010), (404, 40_401)])
    func findsTheChannelGone(status: Int, code: Int) {
        #expect(outcome(status, error(code)) == .channelBroken(reason: .channelGone))
    }

    @Test(arguments: [(400, 40_017), (400, 40_018), (400, 40_014), (413, 41_303), (400, 40_007)])
    func findsTheMessageRefused(status: Int, code: Int) {
        #expect(outcome(status, error(code)) == .rejected(reason: .refused))
    }

    @Test(arguments: [(42_901, TimeSpan.seconds(5)), (42_908, .hours(1)), (42_905, .hours(1)), (42_909, .hours(1))])
    func waitsForTheQuotaToFillAgain(code: Int, wait: TimeSpan) {
        #expect(outcome(429, error(code)) == .retry(reason: .rateLimited, after: wait))
        #expect(outcome(429, error(code), retryAfter: "3") == .retry(reason: .rateLimited, after: .seconds(3)))
    }

    @Test(arguments: [
        (429, "", DeliveryFailure.rateLimited), (507, #"{"code":50701,"http":507}"#, .serverError),
        (502, "<html></html>", .serverError),
    ])
    func retriesWhenNtfyIsBusy(status: Int, body: String, reason: DeliveryFailure) {
        #expect(outcome(status, body) == .retry(reason: reason, after: nil))
    }
}
