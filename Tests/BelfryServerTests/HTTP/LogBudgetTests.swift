import BelfryCore
import Testing

@testable import BelfryServer

struct LogBudgetTests {
    private let start = Instant(seconds: 1_000)

    @Test func suppressesBeyondTheBudgetAndSaysHowMany() {
        var budget = LogBudget<WebhookResult>()
        for _ in 0..<10 {
            #expect(budget.decide(.malformed, at: start) == .write(suppressed: 0))
        }
        for _ in 0..<7 {
            #expect(budget.decide(.malformed, at: start + .seconds(59)) == .suppress)
        }
        #expect(budget.decide(.malformed, at: start + .seconds(60)) == .write(suppressed: 7))
        #expect(budget.decide(.malformed, at: start + .seconds(61)) == .write(suppressed: 0))
    }

    @Test func kindsDoNotShareABudget() {
        var budget = LogBudget<WebhookResult>()
        for _ in 0..<11 { _ = budget.decide(.malformed, at: start) }
        #expect(budget.decide(.overloaded, at: start) == .write(suppressed: 0))
    }

    @Test func aClockThatIsSetBackDoesNotSilenceTheLog() {
        var budget = LogBudget<WebhookResult>()
        for _ in 0..<11 { _ = budget.decide(.malformed, at: start) }
        #expect(budget.decide(.malformed, at: start - .hours(1)) == .write(suppressed: 1))
    }
}
