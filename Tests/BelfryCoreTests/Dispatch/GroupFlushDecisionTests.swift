import BelfryCore
import Testing

/// The decision table of the deduplication: which group gets a message, why, about what, and what is held back.
struct GroupFlushDecisionTests {
    /// A row: what the last message said fires, how the members stand now, and what follows.
    ///
    /// A member is a number and letters: `e` ended, `s` silenced, `m` muted by a time interval, `i` inhibited, `a` acknowledged.
    struct Row: Sendable, CustomTestStringConvertible {
        var before: String
        var now: String
        var age = TimeSpan.minutes(1)
        var isFinal = false
        var reason: NotificationReason?
        var told = ""
        var held = ""

        var testDescription: String {
            "told [\(before)], now [\(now)], \(age) later\(isFinal ? ", final" : "")"
        }
    }

    static let rows: [Row] = [
        // Nobody was told of anything.
        Row(before: "", now: "1", reason: .firing, told: "1"),
        Row(before: "", now: "1 2", reason: .firing, told: "1 2"),
        Row(before: "", now: "1e", held: "1 resolved_before_sent"),
        Row(before: "", now: "1 2e", reason: .firing, told: "1", held: "2 resolved_before_sent"),
        Row(before: "", now: "1s", held: "1 silenced"),
        Row(before: "", now: "1m", held: "1 muted"),
        Row(before: "", now: "1i", held: "1 inhibited"),
        Row(before: "", now: "1a", reason: .firing, told: "1"),
        Row(before: "", now: "1as", held: "1 silenced"),
        Row(before: "", now: "1 2s", reason: .firing, told: "1", held: "2 silenced"),
        Row(before: "", now: "1 2i", reason: .firing, told: "1", held: "2 inhibited"),
        Row(before: "", now: "1m 2m", held: "1 muted, 2 muted"),
        Row(before: "", now: "1", isFinal: true, reason: .firing, told: "1"),
        Row(before: "", now: "1s", isFinal: true, held: "1 silenced"),
        // The same alerts as told: only time, or a run that failed for good, makes a message.
        Row(before: "1", now: "1"),
        Row(before: "1", now: "1", age: .minutes(239)),
        Row(before: "1", now: "1", age: .hours(4), reason: .repeat, told: "1"),
        Row(before: "1", now: "1", isFinal: true, reason: .final, told: "1"),
        Row(before: "1", now: "1", age: .hours(4), isFinal: true, reason: .final, told: "1"),
        Row(before: "1", now: "1s", held: "1 silenced"),
        Row(before: "1", now: "1s", age: .hours(4), held: "1 silenced"),
        Row(before: "1", now: "1s", isFinal: true, held: "1 silenced"),
        Row(before: "1", now: "1m", age: .hours(4), held: "1 muted"),
        Row(before: "1", now: "1m", isFinal: true, held: "1 muted"),
        Row(before: "1", now: "1i"),
        Row(before: "1", now: "1i", age: .hours(4), reason: .repeat, told: "1"),
        Row(before: "1", now: "1i", isFinal: true, reason: .final, told: "1"),
        Row(before: "1", now: "1a"),
        Row(before: "1", now: "1a", age: .hours(4), held: "1 acknowledged"),
        Row(before: "1", now: "1a", isFinal: true, held: "1 acknowledged"),
        Row(before: "1 2", now: "1a 2", age: .hours(4), reason: .repeat, told: "1 2"),
        Row(before: "1 2", now: "1a 2", isFinal: true, reason: .final, told: "1 2"),
        Row(before: "1 2", now: "1a 2a", age: .hours(4), held: "1 acknowledged, 2 acknowledged"),
        Row(before: "1 2", now: "1s 2", age: .hours(4), reason: .repeat, told: "2", held: "1 silenced"),
        // Another alert joins.
        Row(before: "1", now: "1 2", reason: .firing, told: "1 2"),
        Row(before: "1", now: "1a 2", reason: .firing, told: "1 2"),
        Row(before: "1", now: "1s 2", reason: .firing, told: "2", held: "1 silenced"),
        Row(before: "1", now: "1m 2m", held: "1 muted, 2 muted"),
        Row(before: "1", now: "1i 2", reason: .firing, told: "1 2"),
        Row(before: "1", now: "1 2s", held: "2 silenced"),
        Row(before: "1", now: "1 2i", held: "2 inhibited"),
        Row(before: "1", now: "1 2s", age: .hours(4), reason: .repeat, told: "1", held: "2 silenced"),
        Row(before: "1", now: "1 2e", held: "2 resolved_before_sent"),
        // Ends are told to whom was told that it fires, whatever would keep another message back.
        Row(before: "1", now: "1e", reason: .resolved, told: "1"),
        Row(before: "1", now: "1es", reason: .resolved, told: "1"),
        Row(before: "1", now: "1em", reason: .resolved, told: "1"),
        Row(before: "1", now: "1ei", reason: .resolved, told: "1"),
        Row(before: "1", now: "1ea", reason: .resolved, told: "1"),
        Row(before: "1 2", now: "1e 2e", reason: .resolved, told: "1 2"),
        Row(before: "1 2", now: "1 2e", reason: .resolved, told: "1 2"),
        Row(before: "1 2", now: "1a 2e", reason: .resolved, told: "1 2"),
        Row(before: "1 2", now: "1s 2e", reason: .resolved, told: "2", held: "1 silenced"),
        Row(before: "1 2", now: "1m 2em", reason: .resolved, told: "2", held: "1 muted"),
        Row(before: "1 2", now: "1 2e", isFinal: true, reason: .final, told: "1 2"),
        // One ends and another begins.
        Row(before: "1", now: "1e 2", reason: .firing, told: "1 2"),
        Row(before: "1", now: "1e 2a", reason: .firing, told: "1 2"),
        Row(before: "1", now: "1e 2s", reason: .resolved, told: "1", held: "2 silenced"),
        Row(before: "1", now: "1em 2m", reason: .resolved, told: "1", held: "2 muted"),
        Row(before: "1", now: "1e 2i", reason: .resolved, told: "1", held: "2 inhibited"),
        // Nothing is left.
        Row(before: "1", now: "", age: .hours(4)),
    ]

    @Test(arguments: rows)
    func decides(row: Row) {
        let flush = GroupFlushScene.flush(before: row.before, now: row.now, age: row.age, isFinal: row.isFinal)
        #expect(flush.reason == row.reason)
        #expect(flush.told.map { String($0.alertID) }.sorted().joined(separator: " ") == row.told)
        #expect(GroupFlushScene.held(flush) == row.held)
    }

    /// What must hold for every row.
    @Test(arguments: rows)
    func keepsItsBooks(row: Row) {
        let flush = GroupFlushScene.flush(before: row.before, now: row.now, age: row.age, isFinal: row.isFinal)
        let first = GroupFlushScene.told(row.before)
        #expect(flush.group.flushNumber == first.flushNumber + (flush.reason == nil ? 0 : 1))
        #expect((flush.group.lastNotifiedAt == GroupFlushScene.now) == (flush.reason != nil))
        #expect(flush.told.isEmpty == (flush.reason == nil))
        // Every member stays or leaves, and who was told of is remembered as told.
        #expect(Set(flush.leaving.map(\.alertID)).isDisjoint(with: flush.members.map(\.alert.alertID)))
        #expect(flush.members.allSatisfy { $0.alert.state != .resolved })
        let told = Set(flush.told.map(\.alertID))
        #expect(!flush.members.contains { told.contains($0.alert.alertID) && !$0.isAnnounced })
        #expect(flush.group.nextFlushAt > GroupFlushScene.now)
        // Looked at again at once, it says nothing twice and records nothing twice.
        let again = GroupFlushScene.flush(flush, like: row.now)
        #expect(again.reason == nil)
        #expect(again.held.isEmpty)
    }
}
