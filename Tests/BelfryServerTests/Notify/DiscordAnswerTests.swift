import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct DiscordAnswerTests {
    private func outcome(_ status: Int, _ body: String, headers: [String: String] = [:]) -> DeliveryOutcome {
        let response = OutgoingResponse(
            status: status,
            headers: headers.map { (name: $0.key, value: $0.value) },
            body: Array(body.utf8),
            latency: .zero
        )
        return DiscordAnswer.outcome(response, now: nightly)
    }

    @Test(arguments: [
        (200, #"{"id":"1157","type":0,"embeds":[]}"#), (204, ""),
    ])
    func acceptsASavedMessage(status: Int, body: String) {
        #expect(outcome(status, body) == .delivered)
    }

    @Test(arguments: ["", "ok", "{}", "<html>Sign in to the guest network</html>"])
    func doesNotTrustABare200(body: String) {
        #expect(outcome(200, body) == .retry(reason: .unexpectedAnswer, after: nil))
    }

    @Test(arguments: [
        (404, #"{"message":"Unknown Webhook","code":10015}"#),
        (401, #"{"message":"Invalid Webhook Token","code":50027}"#),
        (404, #"{"message":"Unknown Channel","code":10003}"#),
        (403, #"{"message":"Missing Permissions","code":50013}"#),
        (400, #"{"message":"Thread is archived","code":50083}"#),
        (400, #"{"message":"Webhooks posted to forum channels must have a thread_name or thread_id","code":220001}"#),
        (401, ""), (403, "<html></html>"), (404, ""), (410, ""),
    ])
    func findsTheChannelGone(status: Int, body: String) {
        #expect(outcome(status, body) == .channelBroken(reason: .channelGone))
    }

    @Test(arguments: [
        (400, #"{"message":"Invalid Form Body","code":50035,"errors":{"embeds":["0"]}}"#),
        (400, #"{"message":"Cannot send an empty message","code":50006}"#),
        (413, #"{"message":"Request entity too large","code":40005}"#), (400, ""), (400, "<html></html>"),
    ])
    func findsTheMessageRefused(status: Int, body: String) {
        #expect(outcome(status, body) == .rejected(reason: .refused))
    }

    @Test(arguments: [
        (#"{"message":"Slow down.","retry_after":64.57,"global":false}"#, ["Retry-After": "65"], 64_570),
        (#"{"retry_after":0}"#, [:], 0),
        ("error code: 1015", ["Retry-After": "120"], 120_000),
        ("", ["X-RateLimit-Reset-After": "1.5"], 1_500),
        (#"{"retry_after":99999}"#, [:], 3_600_000),
        (#"{"retry_after":-1}"#, ["Retry-After": "2"], 2_000),
    ])
    func waitsAsLongAsItIsAskedTo(body: String, headers: [String: String], milliseconds: Int) {
        #expect(
            outcome(429, body, headers: headers)
                == .retry(reason: .rateLimited, after: .milliseconds(Int64(milliseconds)))
        )
    }

    @Test(arguments: [
        (429, "", DeliveryFailure.rateLimited), (403, #"{"code":40333}"#, .rateLimited),
        (400, #"{"code":20028}"#, .rateLimited), (500, "", .serverError), (502, "<html></html>", .serverError),
        (503, #"{"message":"x","code":0}"#, .serverError),
    ])
    func retriesWhenDiscordIsBusy(status: Int, body: String, reason: DeliveryFailure) {
        #expect(outcome(status, body) == .retry(reason: reason, after: nil))
    }
}
