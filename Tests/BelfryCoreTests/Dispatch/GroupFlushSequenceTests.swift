import BelfryCore
import Testing

/// What follows when that which kept a group quiet has ended, and when the group is looked at for it.
struct GroupFlushSequenceTests {
    @Test(
        arguments: [
            ("", "1s", "1", NotificationReason.firing), ("", "1m", "1", .firing), ("", "1i", "1", .firing),
            ("", "1s", "1m", nil), ("", "1m", "1e", nil), ("1", "1s", "1", nil), ("1", "1m", "1", nil),
            ("1", "1m", "1e", .resolved), ("1 2", "1s 2e", "1", nil), ("1 2", "1m 2em", "1e", .resolved),
            ("1", "1a", "1e", .resolved), ("1", "1s", "1a", nil),
        ] as [(String, String, String, NotificationReason?)]
    )
    func whatWasKeptBackIsToldAfterwardsAndWhatWasToldIsNotToldAgain(
        before: String,
        quiet: String,
        then: String,
        reason: NotificationReason?
    ) {
        let first = GroupFlushScene.flush(before: before, now: quiet, age: .minutes(1))
        #expect(GroupFlushScene.flush(first, like: then, later: .minutes(1)).reason == reason)
    }

    @Test(arguments: ["1s", "1m"])
    func aRepetitionThatWasKeptBackIsToldAfterwards(quiet: String) {
        let first = GroupFlushScene.flush(before: "1", now: quiet, age: .hours(4))
        #expect(GroupFlushScene.flush(first, like: "1", later: .minutes(1)).reason == .repeat)
    }

    @Test(arguments: ["1s", "1m"])
    func aFinalFailureThatWasKeptBackIsToldAfterwards(quiet: String) {
        let first = GroupFlushScene.flush(before: "1", now: quiet, age: .minutes(1), isFinal: true)
        let second = GroupFlushScene.flush(first, like: "1", later: .minutes(1))
        #expect(second.reason == .final)
        #expect(!second.group.isFinal)
    }

    @Test func anAcknowledgedAlertIsNotRepeatedUntilItIsTakenBack() {
        let first = GroupFlushScene.flush(before: "1", now: "1a", age: .hours(4), isFinal: true)
        #expect(GroupFlushScene.held(first) == "1 acknowledged")
        #expect(first.group.nextFlushAt == GroupState.never)
        let later = GroupFlushScene.flush(first, like: "1a", later: .hours(8))
        #expect(later.held.isEmpty && later.reason == nil)
        // Its end and its company are told; then it is quiet again, and not on record a second time.
        #expect(GroupFlushScene.flush(first, like: "1ae", later: .hours(8)).reason == .resolved)
        #expect(GroupFlushScene.flush(first, like: "1", later: .hours(8)).reason == .repeat)
    }

    @Test(
        arguments: [
            ("", "1s", TimeSpan.seconds(10)), ("", "1i", .seconds(10)), ("", "1m", .hours(7)), ("", "1m 2m", .hours(7)),
            ("", "1m 2s", .seconds(10)), ("1", "1m", .hours(7)), ("1", "1i", .minutes(239)),
            ("1", "1a", .minutes(239)), ("", "1", .hours(4)), ("1", "1 2m", .minutes(239)),
        ] as [(String, String, TimeSpan)]
    )
    func aGroupIsLookedAtAgainWhenSomethingMayHaveChanged(before: String, now: String, after: TimeSpan) {
        let flush = GroupFlushScene.flush(before: before, now: now, age: .minutes(1))
        #expect(flush.group.nextFlushAt - GroupFlushScene.now == after)
    }

    @Test func nothingIsLookedAtForNothing() {
        #expect(GroupFlushScene.flush(before: "1", now: "1e", age: .zero).group.nextFlushAt == GroupState.never)
    }

    @Test func aJobThatFlapsIsToldOnceAndItsEndToo() {
        let first = GroupFlushScene.flush(before: "1", now: "1f", age: .minutes(1))
        #expect(first.reason == .firing)
        let second = GroupFlushScene.flush(first, like: "1f", later: .minutes(1))
        #expect(second.reason == nil)
        #expect(GroupFlushScene.flush(second, like: "1", later: .minutes(2)).reason == .firing)
        #expect(GroupFlushScene.flush(second, like: "1e", later: .minutes(2)).reason == .resolved)
    }

    @Test func whoHasAcknowledgedIsNotToldThatItFlaps() {
        let first = GroupFlushScene.flush(before: "1", now: "1fa", age: .minutes(1))
        #expect(first.reason == nil)
        #expect(GroupFlushScene.flush(first, like: "1a", later: .minutes(1)).reason == nil)
        #expect(GroupFlushScene.flush(first, like: "1f", later: .minutes(1)).reason == .firing)
    }
}
