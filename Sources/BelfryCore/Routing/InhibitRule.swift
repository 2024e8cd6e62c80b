/// Mutes alerts while another one fires, so that one failure makes one message.
public struct InhibitRule: Hashable, Sendable {
    /// What the alert that fires must fulfil.
    public var sourceMatchers: [LabelMatcher]
    /// What an alert must fulfil to be muted.
    public var targetMatchers: [LabelMatcher]
    /// Labels in which both must agree; a missing label agrees with an empty one.
    public var equal: [String]

    /// A rule of these parts.
    public init(sourceMatchers: [LabelMatcher], targetMatchers: [LabelMatcher], equal: [String]) {
        self.sourceMatchers = sourceMatchers
        self.targetMatchers = targetMatchers
        self.equal = equal
    }

    /// The index of the first of the firing `sources` that mutes an alert with the labels `target`; nil where none does.
    ///
    /// An alert that fulfils both sides is not muted by one that does, too: a rule cannot make an alert mute itself or its
    /// equals.
    public func inhibits(_ target: LabelSet, by sources: [LabelSet]) -> Int? {
        guard targetMatchers.match(target) else { return nil }
        let isTwoSided = sourceMatchers.match(target)
        return sources.firstIndex { source in
            sourceMatchers.match(source)
                && equal.allSatisfy { source[$0] == target[$0] }
                && !(isTwoSided && targetMatchers.match(source))
        }
    }

    /// The rules in force where the configuration has no `inhibit_rules`: of a job, a critical failure mutes the other alerts
    /// of an attempt, and a final failure mutes what only led to it.
    public static let shipped = [
        muting(["JobFailed", "RetryOverdue", "SlowJob"], by: "CriticalJobFailed"),
        muting(["RetryOverdue", "SlowJob"], by: "JobFailed"),
    ].flatMap { $0 }

    /// One rule for each muted alert, so that none needs a regular expression.
    private static func muting(_ targets: [String], by source: String) -> [InhibitRule] {
        targets.map { target in
            InhibitRule(
                sourceMatchers: [LabelMatcher("alertname", is: source)],
                targetMatchers: [LabelMatcher("alertname", is: target)],
                equal: ["cron_job_id"]
            )
        }
    }
}
