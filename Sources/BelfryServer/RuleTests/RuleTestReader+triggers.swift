internal import BelfryCore
internal import Yams

extension RuleTestReader {
    private static let checkKeys = ["eval_time", "exp_triggers"]
    private static let firingKeys = ["trigger", "job", "state"]
    private static let states = ["pending", "error", "expired", "skipped"]

    /// `triggers` as in the configuration, or the name of a configuration file that has them; secrets in files are not read, and
    /// nothing is called.
    mutating func readTriggers(_ value: YAMLValue, relativeTo path: String) -> TriggerSet {
        if case .scalar = value.node {
            guard let name = value.string(problems: &problems),
                let triggers = triggers(ofFile: RelativePath.resolved(name, besideFile: path), value)
            else { return .none }
            return readTriggers(triggers, relativeTo: path)
        }
        let reader = TriggersReader(
            global: GlobalDefaults(allowsHTTP: true),
            secrets: SecretReader { _ in "https://test" }
        )
        return TriggerSet(reader.read(value, hasAPI: true, problems: &problems).map(\.rule))
    }

    /// The key `triggers` of a configuration file.
    private mutating func triggers(ofFile path: String, _ value: YAMLValue) -> YAMLValue? {
        let text: String
        do {
            text = try BoundedFile.read(path)
        } catch {
            problems.append(value.problem("\(path) cannot be read: \(error)"))
            return nil
        }
        guard let root = YAMLValue.parse(text, file: path, problems: &problems)?.anyMapping(problems: &problems) else {
            return nil
        }
        guard let triggers = root["triggers"] else {
            problems.append(value.problem("\(path) has no \"triggers\""))
            return nil
        }
        if case .scalar = triggers.node {
            problems.append(triggers.problem("must be a list"))
            return nil
        }
        return triggers
    }

    /// An element of `trigger_test`.
    mutating func readTriggerCheck(_ value: YAMLValue, triggers: [String], into test: inout RuleTest) {
        guard let mapping = value.mapping(keys: Self.checkKeys, problems: &problems),
            let (offset, at) = readTime(mapping, test.start)
        else { return }
        let firings = (mapping["exp_triggers"]?.list(problems: &problems) ?? []).compactMap {
            readFiring($0, triggers: triggers)
        }
        test.triggerChecks.append(
            RuleTest.TriggerCheck(at: at, offset: offset, firings: firings, line: value.line)
        )
    }

    private mutating func readFiring(_ value: YAMLValue, triggers: [String]) -> RuleTest.ExpectedFiring? {
        guard let mapping = value.mapping(keys: Self.firingKeys, problems: &problems),
            let nameValue = mapping.required("trigger", problems: &problems),
            let name = nameValue.string(problems: &problems)
        else { return nil }
        if !triggers.contains(name) {
            problems.append(
                nameValue.problem("no trigger is named \"\(name)\"\(NearestName.hint(name, in: triggers))")
            )
        }
        let state = mapping.string("state", problems: &problems) ?? "pending"
        if let value = mapping["state"], !Self.states.contains(state) {
            let known = Self.states.joined(separator: ", ")
            problems.append(value.problem("must be one of \(known), got \"\(state.prefix(40))\""))
        }
        return RuleTest.ExpectedFiring(trigger: name, job: mapping.string("job", problems: &problems), state: state)
    }
}
