public import BelfryCore
internal import Foundation

/// Reads files of rule tests as strictly as rules.
public struct RuleTestReader {
    private static let keys = [
        "rule_files", "receivers", "route", "inhibit_rules", "time_intervals", "triggers", "tests",
    ]
    private static let testKeys = [
        "name", "start", "executions", "answers", "alert_rule_test", "notification_test", "trigger_test",
    ]
    private static let executionKeys = [
        "at", "every", "times", "received_after", "job", "cron_job_id", "execution_id", "status", "response_code",
        "response_time_ms", "response_body", "error_message", "retry_attempt", "retry_in", "belfry_test",
    ]
    private static let alertCheckKeys = ["eval_time", "alertname", "exp_alerts"]
    private static let alertKeys = ["alertname", "job", "state", "exp_labels", "exp_annotations"]
    private static let notificationCheckKeys = ["eval_time", "receiver", "exp_notifications"]
    private static let notificationKeys = ["receiver", "reason", "alerts"]
    /// Executions of one test, repetitions included.
    private static let maximumExecutions = 100_000
    private static let defaultStart = Instant(iso8601: "2026-01-01T00:00:00Z".utf8) ?? Instant(microseconds: 0)

    var problems: [Problem] = []

    /// The file at a path; nil where it, or a rule file it names, has an error.
    public static func read(_ path: String) -> (file: RuleTestFile?, problems: [Problem]) {
        let text: String
        do {
            text = try BoundedFile.read(path)
        } catch {
            return (nil, [Problem(file: path, message: "cannot be read: \(error)")])
        }
        var reader = RuleTestReader()
        let file = reader.read(text, path: path)
        return (reader.problems.contains { $0.severity == .error } ? nil : file, reader.problems)
    }

    private mutating func read(_ text: String, path: String) -> RuleTestFile? {
        guard let root = YAMLValue.parse(text, file: path, problems: &problems),
            let mapping = root.mapping(keys: Self.keys, problems: &problems),
            let tests = mapping.required("tests", problems: &problems)?.list(problems: &problems)
        else { return nil }
        let rules = readRules(mapping, relativeTo: path)
        let receivers = mapping["receivers"]?.texts(problems: &problems).map(\.text) ?? [Route.builtInReceiver]
        let intervals = mapping["time_intervals"].map { TimeIntervalReader.read($0, problems: &problems) } ?? []
        var routes = RouteReader(receivers: receivers, timeIntervals: intervals)
        var route = Route(receiver: receivers.first)
        if let value = mapping["route"], let written = value.anyMapping(problems: &problems) {
            route = routes.root { written[$0] }
            problems += routes.problems
        }
        let inhibitRules =
            mapping["inhibit_rules"].map { InhibitRuleReader.read($0, problems: &problems) } ?? InhibitRule.shipped
        let triggers = mapping["triggers"].map { readTriggers($0, relativeTo: path) } ?? .none
        let names = rules?.rules.map(\.alertname) ?? []
        let read = tests.enumerated().compactMap {
            readTest($1, number: $0 + 1, rules: names, triggers: triggers.rules.map(\.name))
        }
        guard let rules else { return nil }
        return RuleTestFile(
            name: path,
            rules: rules,
            route: route,
            inhibitRules: inhibitRules,
            triggers: triggers,
            tests: read
        )
    }

    private mutating func readRules(_ mapping: YAMLMapping, relativeTo path: String) -> RuleSet? {
        let folder = path.parentFolder
        let patterns = mapping.strings("rule_files", problems: &problems)?.map { pattern in
            pattern.hasPrefix("/") || folder.isEmpty ? pattern : "\(folder)/\(pattern)"
        }
        let found = RuleFileLoader.load(patterns)
        let loaded = RuleSet.load(found.files)
        problems += found.problems + loaded.problems
        return found.problems.isEmpty ? loaded.rules : nil
    }

    private mutating func readTest(
        _ value: YAMLValue,
        number: Int,
        rules: [String],
        triggers: [String]
    ) -> RuleTest? {
        guard let mapping = value.mapping(keys: Self.testKeys, problems: &problems) else { return nil }
        var test = RuleTest(
            name: mapping.string("name", problems: &problems) ?? "test \(number)",
            start: readStart(mapping["start"])
        )
        for element in mapping["executions"]?.list(problems: &problems) ?? [] {
            readExecutions(element, into: &test)
        }
        for element in mapping["answers"]?.list(problems: &problems) ?? [] {
            readAnswer(element, rules: rules, into: &test)
        }
        for element in mapping["alert_rule_test"]?.list(problems: &problems) ?? [] {
            readAlertCheck(element, rules: rules, into: &test)
        }
        for element in mapping["notification_test"]?.list(problems: &problems) ?? [] {
            readNotificationCheck(element, rules: rules, into: &test)
        }
        for element in mapping["trigger_test"]?.list(problems: &problems) ?? [] {
            readTriggerCheck(element, triggers: triggers, into: &test)
        }
        if test.alertChecks.isEmpty, test.notificationChecks.isEmpty, test.triggerChecks.isEmpty {
            problems.append(
                value.problem("the test checks nothing: give alert_rule_test, notification_test or trigger_test")
            )
        }
        return test
    }

    private mutating func readStart(_ value: YAMLValue?) -> Instant {
        guard let value, let text = value.string(problems: &problems) else { return Self.defaultStart }
        guard let start = Instant(iso8601: text.utf8) else {
            problems.append(value.problem("\"\(text.prefix(40))\" is no time such as 2026-03-29T00:00:00Z"))
            return Self.defaultStart
        }
        return start
    }

    // MARK: Executions

    private mutating func readExecutions(_ value: YAMLValue, into test: inout RuleTest) {
        guard let mapping = value.mapping(keys: Self.executionKeys, problems: &problems),
            let at = mapping.required("at", problems: &problems)?.span(in: Self.offsets, problems: &problems),
            let job = mapping.required("job", problems: &problems)?.string(problems: &problems)
        else { return }
        let times = mapping["times"]?.integer(in: 1...Self.maximumExecutions, problems: &problems) ?? 1
        let every = mapping["every"]?.span(in: .seconds(1) ... .days(400), problems: &problems)
        if times > 1, every == nil { problems.append(value.problem("\"times\" needs \"every\"")) }
        guard test.events.count + times <= Self.maximumExecutions else {
            problems.append(value.problem("a test has at most \(Self.maximumExecutions) executions"))
            return
        }
        guard let template = readExecution(mapping, job: job) else { return }
        let delay = mapping["received_after"]?.span(in: Self.offsets, problems: &problems)
        let retryIn = mapping["retry_in"]?.span(in: .zero ... .days(400), problems: &problems)
        for repetition in 0..<times {
            var execution = template
            let offset = TimeSpan(microseconds: (every ?? .zero).microseconds * Int64(repetition))
            execution.executedAt = test.start + at + offset
            execution.nextRetryAt = retryIn.map { execution.executedAt + $0 }
            if template.executionID.isEmpty || repetition > 0 {
                execution.executionID = "exec-\(test.events.count + 1)"
            }
            let arrival = execution.executedAt + (delay ?? .zero)
            let received = ReceivedExecution(
                execution: execution,
                receivedAt: arrival,
                contentDigest: ContentDigest.digest(execution)
            )
            test.events.append(RuleTest.Event(at: arrival, received: received))
        }
    }

    private mutating func readExecution(_ mapping: YAMLMapping, job: String) -> Execution? {
        var status = ExecutionStatus.success
        if let value = mapping["status"], let text = value.string(problems: &problems) {
            guard let known = ExecutionStatus(text: text) else {
                problems.append(value.problem("\"\(text.prefix(40))\" is no status: success, failure, error, timeout"))
                return nil
            }
            status = known
        }
        let defaultCode: Int32? =
            switch status {
            case .success: 200
            case .failure: 500
            default: nil
            }
        let code = mapping["response_code"]?.integer(in: 0...999, problems: &problems)
        let time = mapping["response_time_ms"]?.integer(in: 0...1_000_000_000_000, problems: &problems)
        let attempt = mapping["retry_attempt"]?.integer(in: 0...1_000_000, problems: &problems)
        return Execution(
            jobID: mapping.string("cron_job_id", problems: &problems) ?? job,
            jobName: job,
            executionID: mapping.string("execution_id", problems: &problems) ?? "",
            status: status,
            executedAt: Self.defaultStart,
            responseCode: code.map { Int32($0) } ?? defaultCode,
            responseTimeMS: Int64(time ?? 200),
            responseBody: mapping.string("response_body", problems: &problems),
            errorMessage: mapping.string("error_message", problems: &problems),
            retryAttempt: Int32(attempt ?? 0),
            nextRetryAt: nil,
            isTest: mapping["belfry_test"]?.boolean(problems: &problems) ?? false
        )
    }

    // MARK: Checks

    private mutating func readAlertCheck(_ value: YAMLValue, rules: [String], into test: inout RuleTest) {
        guard let mapping = value.mapping(keys: Self.alertCheckKeys, problems: &problems),
            let (offset, at) = readTime(mapping, test.start)
        else { return }
        let alertname = readRuleName(mapping["alertname"], rules)
        var alerts: [RuleTest.ExpectedAlert] = []
        for element in mapping["exp_alerts"]?.list(problems: &problems) ?? [] {
            guard let expected = element.mapping(keys: Self.alertKeys, problems: &problems) else { continue }
            guard let name = readRuleName(expected["alertname"], rules) ?? alertname else {
                problems.append(element.problem("\"alertname\" is missing, here or beside \"eval_time\""))
                continue
            }
            alerts.append(
                RuleTest.ExpectedAlert(
                    alertname: name,
                    jobID: expected.string("job", problems: &problems),
                    state: readState(expected["state"]),
                    labels: texts("exp_labels", expected),
                    annotations: texts("exp_annotations", expected)
                )
            )
        }
        test.alertChecks.append(
            RuleTest.AlertCheck(at: at, offset: offset, alertname: alertname, alerts: alerts, line: value.line)
        )
    }

    private mutating func readNotificationCheck(_ value: YAMLValue, rules: [String], into test: inout RuleTest) {
        guard let mapping = value.mapping(keys: Self.notificationCheckKeys, problems: &problems),
            let (offset, at) = readTime(mapping, test.start)
        else { return }
        var notifications: [RuleTest.ExpectedNotification] = []
        for element in mapping["exp_notifications"]?.list(problems: &problems) ?? [] {
            guard let expected = element.mapping(keys: Self.notificationKeys, problems: &problems),
                let value = expected.required("reason", problems: &problems),
                let text = value.string(problems: &problems)
            else { continue }
            guard let reason = NotificationReason(rawValue: text) else {
                let known = ["firing", "resolved", "repeat", "final"]
                problems.append(
                    value.problem("unknown reason \"\(text.prefix(40))\"\(NearestName.hint(text, in: known)): \(known)")
                )
                continue
            }
            notifications.append(
                RuleTest.ExpectedNotification(
                    receiver: expected.string("receiver", problems: &problems),
                    reason: reason,
                    alertnames: (expected["alerts"]?.list(problems: &problems) ?? []).compactMap {
                        readRuleName($0, rules)
                    }
                )
            )
        }
        test.notificationChecks.append(
            RuleTest.NotificationCheck(
                at: at,
                offset: offset,
                receiver: mapping.string("receiver", problems: &problems),
                notifications: notifications,
                line: value.line
            )
        )
    }

    mutating func readTime(_ mapping: YAMLMapping, _ start: Instant) -> (text: String, at: Instant)? {
        guard let value = mapping.required("eval_time", problems: &problems),
            let span = value.span(in: Self.offsets, problems: &problems),
            let text = value.string(problems: &problems)
        else { return nil }
        return (text, start + span)
    }

    mutating func readRuleName(_ value: YAMLValue?, _ rules: [String]) -> String? {
        guard let value, let name = value.string(problems: &problems) else { return nil }
        if !rules.isEmpty, !rules.contains(name) {
            problems.append(value.problem("no rule is named \"\(name)\"\(NearestName.hint(name, in: rules))"))
        }
        return name
    }

    private mutating func readState(_ value: YAMLValue?) -> AlertState {
        guard let value, let text = value.string(problems: &problems) else { return .firing }
        guard let state = AlertState(rawValue: text), state != .resolved else {
            problems.append(value.problem("\"state\" is firing or pending, got \"\(text.prefix(40))\""))
            return .firing
        }
        return state
    }

    private mutating func texts(_ key: String, _ mapping: YAMLMapping) -> [String: String]? {
        guard mapping[key] != nil else { return nil }
        return mapping.texts(key, problems: &problems).compactMapValues { $0.string(problems: &problems) }
    }

    static let offsets = TimeSpan.zero...TimeSpan.days(4_000)
}
