import Testing

@testable import BelfryCore

/// Who hears of a broken receiver.
struct FallbackRoutingTests {
    private static let root = Route(
        receiver: "ops",
        routes: [Route(receiver: "all", continues: true), Route(receiver: "ops")]
    )

    @Test(
        arguments: [
            ("ops", "pager", ["pager"]),
            ("ops", nil, ["all"]),
            ("all", nil, ["ops"]),
            // The fallback is not told of itself.
            ("pager", "pager", ["all", "ops"]),
        ] as [(String, String?, [String])]
    )
    func neverTheBrokenReceiverItself(broken: String, fallback: String?, told: [String]) {
        let labels = LabelSet(["alertname": "ReceiverBroken", "receiver": broken, "integration": "slack"])
        let groups = TransitionRouting(root: Self.root, fallback: fallback).groups(of: labels)
        #expect(groups.map(\.group.receiver) == told)
    }

    @Test func otherAlertsGoByTheTree() {
        let labels = LabelSet(["alertname": "JobFailed", "receiver": "ops"])
        let groups = TransitionRouting(root: Self.root, fallback: "pager").groups(of: labels)
        #expect(groups.map(\.group.receiver) == ["all", "ops"])
    }

    @Test func everyBrokenReceiverIsAMessageOfItsOwnToTheFallback() {
        let routing = TransitionRouting(root: Self.root, fallback: "pager")
        let keys = ["ops", "all"].flatMap { name in
            routing.groups(of: LabelSet(["alertname": "ReceiverBroken", "receiver": name, "integration": "slack"]))
                .map(\.group.key)
        }
        #expect(Set(keys).count == 2)
    }
}
