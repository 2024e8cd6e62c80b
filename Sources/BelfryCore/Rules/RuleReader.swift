internal import CEL
internal import Yams

/// Reads rule files strictly: an unknown key, an unknown variable, a type error or a repeated name is a problem with its place.
struct RuleReader {
    /// All but the first and the last hold for the group's rules, where they mean something for them and the rule does not say
    /// otherwise.
    private static let groupKeys = [
        "name", "labels", "for", "keep_firing_for", "remind", "flapping", "grace", "over", "every", "rules",
    ]
    private static let ruleKeys = ["alert", "on", "expr", "remind", "labels", "annotations"] + RuleTrigger.specialKeys
    /// Labels that an alert always has and no rule may set.
    private static let reservedLabels = ["alertname", "cron_job_id", "cron_job_name"]

    /// Lengths of windows: what is older is history, for which there is SQL.
    private static let windows = TimeSpan.minutes(1)...TimeSpan.days(7)
    /// How often a query may be asked.
    private static let intervals = TimeSpan.seconds(10)...TimeSpan.days(1)

    private(set) var rules: [Rule] = []
    var problems: [Problem] = []
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
        guard let list = mapping.required("rules", problems: &problems)?.list(problems: &problems) else { return }
        let labels = mapping.texts("labels", problems: &problems)
        for rule in list { readRule(rule, group: name, groupLabels: labels, defaults: mapping) }
    }

    private mutating func readRule(
        _ raw: YAMLValue,
        group: String,
        groupLabels: [String: YAMLValue],
        defaults: YAMLMapping
    ) {
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
        if BuiltInAlerts.alertnames.contains(name) {
            problems.append(value.problem("\"\(name)\" is the name of an alert of Belfry's own"))
        }
        let trigger = readTrigger(mapping) ?? .execution
        let condition = compile(mapping["expr"], on: trigger)
        if condition == nil, mapping["expr"] == nil, trigger.isOfAttempts || trigger == .window {
            problems.append(value.problem("\"expr\" is missing"))
        }
        refuseKeys(of: trigger, mapping)
        func setting(_ key: String) -> YAMLValue? {
            if let own = mapping[key] { return own }
            return trigger.keys.contains(key) || key == "remind" ? defaults[key] : nil
        }
        var labels = groupLabels.merging(mapping.texts("labels", problems: &problems)) { $1 }
        let severity = readSeverity(labels.removeValue(forKey: "severity"))
        let rule = Rule(
            alertname: name,
            group: group,
            file: value.file,
            line: value.line,
            trigger: trigger,
            condition: condition,
            resolve: compile(mapping["resolve"], on: trigger),
            consecutive: mapping["consecutive"]?.integer(in: 1...1_000, problems: &problems) ?? 1,
            pendingFor: span(setting("for")) ?? .zero,
            keepFiringFor: span(setting("keep_firing_for")) ?? .zero,
            dampsFlapping: readFlapping(setting("flapping")),
            grace: span(setting("grace")) ?? .minutes(10),
            schedule: trigger == .missed ? readSchedule(mapping) : nil,
            over: span(setting("over"), in: Self.windows) ?? .hours(1),
            every: trigger == .query ? span(setting("every"), in: Self.intervals) ?? .minutes(1) : .minutes(1),
            query: trigger == .query ? readQuery(mapping) : nil,
            remind: span(setting("remind")),
            severity: severity,
            labels: readLabels(labels),
            annotations: templates(mapping.texts("annotations", problems: &problems))
        )
        if trigger == .window, setting("over") == nil {
            problems.append(value.problem("\"over\" is missing: how long the window is, such as 6h"))
        }
        refuseVariables(of: rule, value)
        rules.append(rule)
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
        for key in RuleTrigger.specialKeys.subtracting(trigger.keys).sorted() {
            guard let value = mapping[key] else { continue }
            problems.append(value.problem("\"\(key)\" has no meaning with \"on: \(trigger.rawValue)\""))
        }
    }

    /// Reports the names that have no value for a trigger.
    private mutating func refuseVariables(of rule: Rule, _ value: YAMLValue) {
        let scopes = rule.trigger.scopes
        let foreign = rule.variables.filter { !scopes.contains($0.scope) }
        for variable in foreign.sorted(by: { $0.rawValue < $1.rawValue }) {
            let known = RuleVariable.allCases.filter { scopes.contains($0.scope) }.map(\.name)
            problems.append(
                value.problem(
                    "\"\(variable.name)\" has no value with \"on: \(rule.trigger.rawValue)\", which knows "
                        + known.joined(separator: ", ")
                )
            )
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

    mutating func span(_ value: YAMLValue?, in range: ClosedRange<TimeSpan>? = nil) -> TimeSpan? {
        guard let value, let text = value.string(problems: &problems) else { return nil }
        guard let span = TimeSpan(prometheus: text) else {
            problems.append(value.problem("must be a duration such as 30s, 10m or 1h30m, got \"\(text)\""))
            return nil
        }
        if let range, !range.contains(span) {
            problems.append(value.problem("must lie between \(range.lowerBound) and \(range.upperBound), got \(text)"))
            return nil
        }
        return span
    }

    private mutating func compile(_ value: YAMLValue?, on trigger: RuleTrigger) -> Program? {
        guard let value, let program = RuleEnvironment.condition(value, problems: &problems) else { return nil }
        RuleEnvironment.warn(of: UntestedNulls(program, on: trigger), value, problems: &problems)
        return program
    }

    private static func isLabelName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
    }
}
