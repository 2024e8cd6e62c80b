internal import BelfryCore

extension RuleTestReader {
    private static let checkKeys = ["eval_time", "exp_triggers"]
    private static let firingKeys = ["trigger", "job", "state"]
    private static let states = ["pending", "error", "expired", "skipped"]

    /// `triggers` as in the configuration; secrets in files are not read, and nothing is called.
    mutating func readTriggers(_ value: YAMLValue) -> TriggerSet {
        let reader = TriggersReader(
            global: GlobalDefaults(allowsHTTP: true),
            secrets: SecretReader { _ in "https://test" }
        )
        return TriggerSet(reader.read(value, hasAPI: true, problems: &problems).map(\.rule))
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
