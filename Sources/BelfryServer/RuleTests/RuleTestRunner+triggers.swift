internal import BelfryCore

extension RuleTestRunner {
    /// What a check of triggers did not find as expected, in whatever order they were fired.
    static func verify(
        _ check: RuleTest.TriggerCheck,
        _ fired: [TriggerFiring],
        _ test: RuleTest
    ) -> [RuleTestFailure] {
        var left = fired
        var isMissing = false
        for expected in check.firings {
            if let index = left.firstIndex(where: { matches($0, expected) }) {
                left.remove(at: index)
            } else {
                isMissing = true
            }
        }
        guard isMissing || !left.isEmpty else { return [] }
        return [
            RuleTestFailure(
                test: test.name,
                evalTime: check.offset,
                line: check.line,
                subject: "triggers",
                expected: check.firings.map { expected in
                    "\(expected.trigger)" + (expected.job.map { " of \"\($0)\"" } ?? "") + ", \(expected.state)"
                },
                got: fired.map { firing in
                    "\(firing.trigger)" + (firing.child.map { " of \"\($0)\"" } ?? "")
                        + ", \(words(firing.verdict)), after \(firing.parent.executionID)"
                }
            )
        ]
    }

    private static func matches(_ firing: TriggerFiring, _ expected: RuleTest.ExpectedFiring) -> Bool {
        firing.trigger == expected.trigger && (expected.job == nil || expected.job == firing.child)
            && state(firing.verdict) == expected.state
    }

    private static func state(_ verdict: TriggerFiring.Verdict) -> String {
        switch verdict {
        case .pending: "pending"
        case .error: "error"
        case .tooOld: "expired"
        case .test, .loop: "skipped"
        }
    }

    private static func words(_ verdict: TriggerFiring.Verdict) -> String {
        switch verdict {
        case .pending: "pending"
        case .error(let error): "error (\(error))"
        case .tooOld: "expired (too old)"
        case .test: "skipped (a test)"
        case .loop: "skipped (a loop)"
        }
    }
}
