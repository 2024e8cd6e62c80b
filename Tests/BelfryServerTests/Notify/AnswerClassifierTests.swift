import BelfryCore
import Testing

@testable import BelfryServer

@Suite struct AnswerClassifierTests {
    @Test(arguments: [200, 201, 202, 204, 299])
    func takesSuccessForDelivery(status: Int) {
        #expect(AnswerClassifier.outcome(status: status, retryAfter: nil) == .delivered)
    }

    @Test(arguments: [
        (408, DeliveryFailure.timeout), (425, .serverError), (429, .rateLimited), (500, .serverError),
        (501, .serverError),
        (502, .serverError), (503, .serverError), (504, .serverError), (599, .serverError), (100, .unexpectedAnswer),
        (600, .unexpectedAnswer),
    ])
    func retriesWhatMayPass(status: Int, reason: DeliveryFailure) {
        #expect(
            AnswerClassifier.outcome(status: status, retryAfter: .seconds(7))
                == .retry(reason: reason, after: .seconds(7))
        )
    }

    @Test(arguments: [400, 402, 405, 413, 415, 422])
    func rejectsTheMessage(status: Int) {
        #expect(AnswerClassifier.outcome(status: status, retryAfter: nil) == .rejected(reason: .refused))
    }

    @Test(arguments: [401, 403, 404, 410])
    func findsTheChannelGone(status: Int) {
        #expect(AnswerClassifier.outcome(status: status, retryAfter: nil) == .channelBroken(reason: .channelGone))
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func followsNoRedirect(status: Int) {
        #expect(AnswerClassifier.outcome(status: status, retryAfter: nil) == .rejected(reason: .redirect))
    }

    @Test func retriesOnlyWhatCannotHaveArrived() {
        let lost = DeliveryReport(OutgoingFailure(reason: .timeout, mayHaveArrived: true, message: "x"))
        #expect(lost.outcome == .unknown(reason: .timeout))
        let unsent = DeliveryReport(OutgoingFailure(reason: .connection, message: "x"))
        #expect(unsent.outcome == .retry(reason: .connection, after: nil))
        let forbidden = DeliveryReport(OutgoingFailure(reason: .forbiddenTarget, message: "x"))
        #expect(forbidden.outcome == .channelBroken(reason: .forbiddenTarget))
    }

    @Test func keepsAtMostAKibibyteOfAnAnswerWithoutControls() {
        let body = Array("a\u{1B}[31mb\n\u{202E}c".utf8) + Array(repeating: UInt8(ascii: "y"), count: 5_000)
        let excerpt = ResponseExcerpt.text(of: body)
        #expect(excerpt.hasPrefix("a [31mb c"))
        #expect(excerpt.utf8.count == ResponseExcerpt.maximumBytes)
    }
}
