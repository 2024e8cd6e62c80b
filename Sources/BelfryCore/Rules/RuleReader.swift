internal import CEL
internal import Yams

/// Reads rule files strictly: an unknown key, an unknown variable, a type error or a repeated name is a problem with its place.
struct RuleReader {
    private static let groupKeys = ["name", "labels", "rules"]
    private static let ruleKeys = [
        "alert", "on", "expr", "resolve", "consecutive", "for", "grace", "remind", "labels", "annotations",
    ]
    /// Labels that an alert always has and no rule may set.
    private static let reservedLabels = ["alertname", "cron_job_id", "cron_job_name"]

    private(set) var rules: [Rule] = []
    private(set) var problems: [Problem] = []
    private var groups: Set<String> = []

    /// Reads one file.
    mutating func read(_ file: RuleFile) {
        guard let root = YAMLValue.parse(file.text, file: file.name, problems: &problems),
            let mapping = root.mapping(keys: ["groups"], problems: &problems),
            let list = mapping.required("groups", problems: &problems)?.list(problems: &problems)
        else { return }
        for group in list { readGroup(group) }
    }

    private mutating func readGroup(_ value: YAMLValue) {
        guard let mapping = value.mapping(keys: Self.groupKeys, problems: &problems) else { return }
        let name = mapping.required("name", problems: &problems)?.string(problems: &problems) ?? ""
        if !name.isEmpty, !groups.insert("\(value.file)\n\(name)").inserted {
            problems.append(value.problem("group \"\(name)\" stands twice in this file"))
        }
        let groupLabels = mapping.texts("labels", problems: &problems)
        guard let list = mapping.required("rules", problems: &problems)?.list(problems: &problems) else { return }
        for rule in list { readRule(rule, group: name, groupLabels: groupLabels) }
    }

    private mutating func readRule(_ raw: YAMLValue, group: String, groupLabels: [String: YAMLValue]) {
        let name = ruleName(of: raw)
        let value = YAMLValue(
            node: raw.node,
            file: raw.file,
            place: "group \"\(group)\", rule \"\(name ?? raw.place)\""
        )
        guard let mapping = value.mapping(keys: Self.ruleKeys, problems: &problems) else { return }
        guard let name else {
            problems.append(value.problem("\"alert\" is missing: every rule has a name"))
            return
        }
        if let other = rules.first(where: { $0.alertname == name }) {
            let place = "\(other.file)\(other.line.map { ":\($0)" } ?? "")"
            problems.append(value.problem("rule \"\(name)\" stands at \(place) already; names are unique"))
            return
        }
        let trigger = readTrigger(mapping) ?? .execution
        let condition = compile(mapping["expr"])
        if trigger != .retryOverdue, mapping["expr"] == nil {
            problems.append(value.problem("\"expr\" is missing"))
        }
        refuseKeys(of: trigger, mapping)
        var labels = groupLabels.merging(mapping.texts("labels", problems: &problems)) { $1 }
        let severity = readSeverity(labels.removeValue(forKey: "severity"))
        rules.append(
            Rule(
                alertname: name,
                group: group,
                file: value.file,
                line: value.line,
                trigger: trigger,
                condition: condition,
                resolve: compile(mapping["resolve"]),
                consecutive: mapping["consecutive"]?.integer(in: 1...1_000, problems: &problems) ?? 1,
                pendingFor: span(mapping["for"]) ?? .zero,
                grace: span(mapping["grace"]) ?? .minutes(10),
                remind: span(mapping["remind"]),
                severity: severity,
                labels: readLabels(labels),
                annotations: templates(mapping.texts("annotations", problems: &problems))
            )
        )
    }

    private func ruleName(of value: YAMLValue) -> String? {
        guard let name = value.node.mapping?["alert"]?.string, !name.isEmpty else { return nil }
        return name
    }

    private mutating func readTrigger(_ mapping: YAMLMapping) -> RuleTrigger? {
        guard let value = mapping["on"], let text = value.string(problems: &problems) else { return nil }
        guard let trigger = RuleTrigger(rawValue: text) else {
            let known = RuleTrigger.allCases.map(\.rawValue)
            problems.append(
                value.problem(
                    "unknown trigger \"\(text)\"\(NearestName.hint(text, in: known)); this version knows "
                        + known.joined(separator: ", ")
                )
            )
            return nil
        }
        return trigger
    }

    /// Reports the keys that mean nothing for a trigger.
    private mutating func refuseKeys(of trigger: RuleTrigger, _ mapping: YAMLMapping) {
        let meaningless =
            switch trigger {
            case .execution, .run: ["grace"]
            case .retryOverdue: ["consecutive", "for", "resolve"]
            }
        for key in meaningless {
            guard let value = mapping[key] else { continue }
            problems.append(value.problem("\"\(key)\" has no meaning with \"on: \(trigger.rawValue)\""))
        }
    }

    private mutating func readSeverity(_ value: YAMLValue?) -> Severity {
        guard let value, let text = value.string(problems: &problems) else { return .warning }
        guard let severity = Severity(rawValue: text) else {
            let known = Severity.allCases.map(\.rawValue)
            problems.append(
                value.problem(
                    "severity is one of \(known.joined(separator: ", ")), got \"\(text)\"\(NearestName.hint(text, in: known))"
                )
            )
            return .warning
        }
        return severity
    }

    private mutating func readLabels(_ labels: [String: YAMLValue]) -> [String: Template] {
        for (name, value) in labels {
            if Self.reservedLabels.contains(name) {
                problems.append(value.problem("the label \"\(name)\" is set by Belfry and cannot be replaced"))
            } else if !Self.isLabelName(name) {
                problems.append(value.problem("\"\(name)\" is no label name: letters, digits and _, not a digit first"))
            }
        }
        return templates(labels)
    }

    private mutating func templates(_ texts: [String: YAMLValue]) -> [String: Template] {
        var templates: [String: Template] = [:]
        for (name, value) in texts {
            guard let text = value.string(problems: &problems) else { continue }
            do throws(Template.Malformed) {
                templates[name] = try Template(text)
            } catch {
                problems.append(value.problem(error.message))
            }
        }
        return templates
    }

    private mutating func span(_ value: YAMLValue?) -> TimeSpan? {
        guard let value, let text = value.string(problems: &problems) else { return nil }
        guard let span = TimeSpan(prometheus: text) else {
            problems.append(value.problem("must be a duration such as 30s, 10m or 1h30m, got \"\(text)\""))
            return nil
        }
        return span
    }

    private mutating func compile(_ value: YAMLValue?) -> Program? {
        guard let value, let source = value.string(problems: &problems) else { return nil }
        do throws(CompileErrors) {
            let program = try RuleEnvironment.shared.compile(source)
            guard [.bool, .dyn].contains(program.resultType) else {
                problems.append(value.problem("must be true or false, but \"\(source)\" is \(program.resultType)"))
                return nil
            }
            return program
        } catch {
            for problem in error.errors {
                let offset = value.node.scalar?.style == .plain ? problem.column - 1 : 0
                problems.append(
                    Problem(
                        file: value.file,
                        line: value.line.map { $0 + problem.line - 1 },
                        column: value.node.mark.map { $0.column + offset },
                        place: value.place,
                        message: "\(problem.message) (at \(problem.line):\(problem.column) of the expression)"
                    )
                )
            }
            return nil
        }
    }

    private static func isLabelName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
    }
}
