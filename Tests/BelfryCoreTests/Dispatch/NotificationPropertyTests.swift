import BelfryCore
import BelfryTestSupport
import Testing

/// What holds of the messages about any stream of attempts.
@Suite struct NotificationPropertyTests {
    private static let route = Route(
        groupWait: .zero,
        groupInterval: .minutes(3),
        repeatInterval: .minutes(50)
    )

    private struct Group: Hashable {
        var receiver: String
        var alertname: String
        var jobID: String
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func everyAlertIsToldOnceWithinItsGroupsTimers(seed: UInt64) throws {
        let rules = try #require(RuleSet.load([BuiltInRules.file]).rules)
        var random = SplitMix(state: seed)
        let stream = RandomAttempts.stream(jobs: 3, using: &random)
        var replay = Replay(rules: rules, route: Self.route, inhibitRules: [], start: RandomAttempts.start)
        for batch in RandomAttempts.batches(stream, using: &random) {
            replay.advance(to: max(replay.now, batch.map(\.receivedAt).max() ?? replay.now))
            replay.receive(batch)
        }
        replay.advance(to: replay.now + .hours(30))
        let messages = replay.takeNotifications()
        let ended = replay.takeEndedAlerts()
        let standing = replay.openAlerts.filter { $0.state == .firing }

        let toldFiring = Dictionary(grouping: messages.flatMap(\.alerts).filter { $0.state == .firing }, by: \.alertID)
        let toldEnded = Dictionary(grouping: messages.flatMap(\.alerts).filter { $0.state == .resolved }, by: \.alertID)
        for alert in standing { #expect(toldFiring[alert.alertID] != nil, "\(alert.alertname) stands untold") }
        #expect(Set(ended.map(\.alertID)).count == ended.count)
        for alert in ended {
            // What fired and ended between two looks at its group is not told at all; else its end is, once.
            let expected = toldFiring[alert.alertID] == nil ? 0 : 1
            #expect(toldEnded[alert.alertID]?.count ?? 0 == expected, "\(alert.alertname)'s end")
        }
        let groups = Dictionary(grouping: messages) { message in
            let alert = message.alerts.first
            return Group(receiver: message.receiver, alertname: alert?.alertname ?? "", jobID: alert?.jobID ?? "")
        }
        for messages in groups.values {
            for (earlier, later) in zip(messages, messages.dropFirst()) where later.reason != .final {
                let least = later.reason == .repeat ? .minutes(50) : TimeSpan.minutes(3)
                #expect(later.at - earlier.at >= least, "\(later.reason) after \(later.at - earlier.at)")
            }
        }
    }
}
