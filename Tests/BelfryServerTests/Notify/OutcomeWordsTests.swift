import BelfryCore
import BelfryStore
import Testing

/// Outcomes as logs and people read them, without the syntax of Swift.
struct OutcomeWordsTests {
    @Test func whatBecameOfADeliveryIsInWords() {
        let words: [(DeliveryOutcome, String)] = [
            (.delivered, "delivered"),
            (.retry(reason: .rateLimited, after: .seconds(30)), "retry (rate_limited), not before 30s"),
            (.retry(reason: .connection, after: nil), "retry (connection)"),
            (.channelBroken(reason: .channelGone), "channel broken (channel_gone)"),
            (.unknown(reason: .timeout), "unknown (timeout)"),
        ]
        for (outcome, text) in words { #expect("\(outcome)" == text) }
    }

    @Test func whatBecameOfATriggerIsInWords() {
        let words: [(TriggerRecord.Outcome, String)] = [
            (.delivered(executionID: "e1"), "delivered as e1"), (.delivered(executionID: nil), "delivered"),
            (.retry(after: .minutes(1)), "retry after 1m"), (.rejected, "rejected"), (.inDoubt, "in doubt"),
        ]
        for (outcome, text) in words { #expect("\(outcome)" == text) }
    }
}
