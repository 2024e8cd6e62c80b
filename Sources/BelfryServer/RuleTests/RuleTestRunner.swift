internal import BelfryCore

/// What was expected and what came of it.
public struct RuleTestFailure: Sendable, CustomStringConvertible {
    /// The test's name.
    public var test: String
    /// The time of the check, as it was written.
    public var evalTime: String
    /// The line of the check.
    public var line: Int?
    /// What the check was about.
    public var subject: String
    /// What was expected, one line each.
    public var expected: [String]
    /// What there was, one line each.
    public var got: [String]

    /// Several lines for people.
    public var description: String {
        func lines(_ texts: [String]) -> String {
            texts.isEmpty ? " nothing" : texts.map { "\n        \($0)" }.joined()
        }
        return """
            \(test), at \(evalTime)\(line.map { " (line \($0))" } ?? ""), \(subject)
                  expected:\(lines(expected))
                  got:\(lines(got))
            """
    }
}

/// Runs unit tests of rules on a clock of their own.
public enum RuleTestRunner {
    /// What the tests of a file did not find as expected; empty where all passed.
    public static func run(_ file: RuleTestFile) -> [RuleTestFailure] {
        file.tests.flatMap { run($0, of: file) }
    }

    private enum Step {
        case receive(ReceivedExecution)
        case answer(RuleTest.Answer)
        case alerts(RuleTest.AlertCheck)
        case notifications(RuleTest.NotificationCheck)
        case triggers(RuleTest.TriggerCheck)
    }

    private static func run(_ test: RuleTest, of file: RuleTestFile) -> [RuleTestFailure] {
        var replay = Replay(
            rules: file.rules,
            triggers: file.triggers,
            route: file.route,
            inhibitRules: file.inhibitRules,
            start: test.start
        )
        // At one time executions come first, and then the checks in their order.
        let steps =
            test.events.map { (at: $0.at, order: 0, step: Step.receive($0.received)) }
            + test.answers.map { (at: $0.at, order: 0, step: Step.answer($0)) }
            + test.alertChecks.map { (at: $0.at, order: 1, step: Step.alerts($0)) }
            + test.notificationChecks.map { (at: $0.at, order: 1, step: Step.notifications($0)) }
            + test.triggerChecks.map { (at: $0.at, order: 1, step: Step.triggers($0)) }
        let ordered = steps.enumerated().sorted { left, right in
            (left.element.at, left.element.order, left.offset) < (right.element.at, right.element.order, right.offset)
        }
        var failures: [RuleTestFailure] = []
        var seen: Set<ExecutionIdentity> = []
        var sent: [Replay.Notification] = []
        var told: [String?: Int] = [:]
        for (_, (at, _, step)) in ordered {
            replay.advance(to: at)
            switch step {
            case .receive(let received):
                guard seen.insert(received.execution.identity).inserted else { continue }
                replay.receive([received])
            case .answer(let answer):
                replay.receive(answer.rows, of: answer.alertname)
            case .alerts(let check):
                failures += verify(check, replay, test)
            case .notifications(let check):
                sent += replay.takeNotifications()
                failures += verify(check, sent[(told[check.receiver] ?? 0)...], test)
                told[check.receiver] = sent.count
            case .triggers(let check):
                failures += verify(check, replay.takeFirings(), test)
            }
        }
        return failures + replay.takeFailures().map { unevaluated($0, test) }
    }

    private static func verify(_ check: RuleTest.AlertCheck, _ replay: Replay, _ test: RuleTest) -> [RuleTestFailure] {
        let withPending = check.alerts.contains { $0.state == .pending }
        var alerts = replay.openAlerts.filter { alert in
            (check.alertname == nil || alert.alertname == check.alertname) && (withPending || alert.state == .firing)
        }
        let all = alerts
        var missing = false
        for expected in check.alerts {
            if let index = alerts.firstIndex(where: { matches($0, expected) }) {
                alerts.remove(at: index)
            } else {
                missing = true
            }
        }
        guard missing || !alerts.isEmpty else { return [] }
        return [
            RuleTestFailure(
                test: test.name,
                evalTime: check.offset,
                line: check.line,
                subject: check.alertname.map { "alerts of \($0)" } ?? "alerts",
                expected: check.alerts.map(text),
                got: all.map(text)
            )
        ]
    }

    private static func verify(
        _ check: RuleTest.NotificationCheck,
        _ sent: ArraySlice<Replay.Notification>,
        _ test: RuleTest
    ) -> [RuleTestFailure] {
        let sent = sent.filter { check.receiver == nil || $0.receiver == check.receiver }
        let expected = check.notifications
        let agrees =
            sent.count == expected.count
            && zip(sent, expected).allSatisfy { notification, expected in
                (expected.receiver == nil || expected.receiver == notification.receiver)
                    && expected.reason == notification.reason
                    && expected.alertnames.sorted() == notification.alerts.map(\.alertname).sorted()
            }
        guard !agrees else { return [] }
        return [
            RuleTestFailure(
                test: test.name,
                evalTime: check.offset,
                line: check.line,
                subject: "notifications" + (check.receiver.map { " to \($0)" } ?? ""),
                expected: expected.map {
                    "\($0.reason.rawValue) \($0.alertnames)" + ($0.receiver.map { " to \($0)" } ?? "")
                },
                got: sent.map { notification in
                    let after = notification.at - test.start
                    return "\(notification.reason.rawValue) \(notification.alerts.map(\.alertname)) "
                        + "to \(notification.receiver) at \(after)"
                }
            )
        ]
    }

    /// A rule without a value for an attempt is a mistake in the rule, whatever the checks say.
    private static func unevaluated(_ failure: RuleFailure, _ test: RuleTest) -> RuleTestFailure {
        RuleTestFailure(
            test: test.name,
            evalTime: failure.execution.map { "execution \($0.executionID)" } ?? "job \(failure.jobID)",
            line: nil,
            subject: "rule \(failure.alertname)",
            expected: ["a value"],
            got: ["\(failure.error)"]
        )
    }

    private static func matches(_ alert: AlertEpisode, _ expected: RuleTest.ExpectedAlert) -> Bool {
        alert.alertname == expected.alertname && alert.state == expected.state
            && (expected.jobID == nil || [alert.jobID, alert.job.name].contains(expected.jobID))
            && (expected.labels == nil || expected.labels == labels(alert))
            && (expected.annotations == nil || expected.annotations == alert.annotations.mapValues(\.plain))
    }

    private static func labels(_ alert: AlertEpisode) -> [String: String] {
        alert.labels.merging(["severity": alert.severity.rawValue]) { $1 }
    }

    private static func text(_ alert: AlertEpisode) -> String {
        text(
            RuleTest.ExpectedAlert(
                alertname: alert.alertname,
                jobID: alert.job.name,
                state: alert.state,
                labels: labels(alert),
                annotations: alert.annotations.mapValues(\.plain)
            )
        )
    }

    private static func text(_ alert: RuleTest.ExpectedAlert) -> String {
        func pairs(_ texts: [String: String]) -> String {
            texts.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ", ")
        }
        var text = alert.alertname
        if let job = alert.jobID { text += " of \(job)" }
        text += ", \(alert.state.rawValue)"
        if let labels = alert.labels { text += ", labels {\(pairs(labels))}" }
        if let annotations = alert.annotations { text += ", annotations {\(pairs(annotations))}" }
        return text
    }
}
