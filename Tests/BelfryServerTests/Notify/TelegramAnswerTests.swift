import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct TelegramAnswerTests {
    private func outcome(_ status: Int, _ body: String) -> DeliveryOutcome {
        let response = OutgoingResponse(status: status, body: Array(body.utf8), latency: .zero)
        return TelegramAnswer.outcome(response, now: nightly)
    }

    private func error(_ code: Int, _ description: String) -> String {
        #"{"ok":false,"error_code":\#(code),"description":"\#(description)"}"#
    }

    @Test func acceptsAMessage() {
        #expect(outcome(200, #"{"ok":true,"result":{"message_id":7}}"#) == .delivered)
    }

    @Test(arguments: ["", "ok", "{}", "<html>Sign in</html>"])
    func doesNotTrustABare200(body: String) {
        #expect(outcome(200, body) == .retry(reason: .unexpectedAnswer, after: nil))
    }

    @Test(arguments: [
        (400, "Bad Request: chat not found"), (403, "Forbidden: bot was kicked from the supergroup chat"),
        (403, "Forbidden: bot was blocked by the user"), (403, "Forbidden: user is deactivated"),
        (401, "Unauthorized"), (404, "Not Found"), (400, "Bad Request: message thread not found"),
        (400, "Bad Request: TOPIC_CLOSED"), (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: group chat was upgraded to a supergroup chat"),
    ])
    func findsTheChannelGone(code: Int, description: String) {
        #expect(outcome(code, error(code, description)) == .channelBroken(reason: .channelGone))
        // A gateway in between may have made a success of it.
        #expect(outcome(200, error(code, description)) == .channelBroken(reason: .channelGone))
    }

    @Test(arguments: [
        "Bad Request: can't parse entities: Unsupported start tag", "Bad Request: message is too long",
        "Bad Request: message text is empty",
    ])
    func findsTheMessageRefused(description: String) {
        #expect(outcome(400, error(400, description)) == .rejected(reason: .refused))
    }

    @Test func waitsAsLongAsItIsAskedTo() {
        let body =
            #"{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":7}}"#
        #expect(outcome(429, body) == .retry(reason: .rateLimited, after: .seconds(7)))
    }

    @Test(arguments: [
        (429, "", DeliveryFailure.rateLimited), (500, #"{"ok":false,"error_code":500}"#, .serverError),
        (502, "<html></html>", .serverError),
    ])
    func retriesWhenTelegramIsBusy(status: Int, body: String, reason: DeliveryFailure) {
        #expect(outcome(status, body) == .retry(reason: reason, after: nil))
    }
}
