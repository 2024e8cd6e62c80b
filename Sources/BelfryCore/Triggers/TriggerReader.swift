internal import CEL
internal import Yams

/// Reads what decides about a trigger; its target, which may hold secrets, is read elsewhere.
public struct TriggerReader {
    /// The keys it knows.
    public static let keys = ["name", "after", "expr", "job", "max_age", "report_within"]
    /// Bytes of a name, which is part of a key.
    private static let maximumName = 128
    /// Whatever is older has been overtaken by the next run of nearly every job.
    private static let ages = TimeSpan.minutes(1)...TimeSpan.hours(24)
    private static let gatheringKeys = ["all", "within"]
    private static let parentKeys = ["job", "expr"]
    /// Jobs that one trigger waits for.
    private static let maximumParents = 16
    /// What a trigger's condition and body can name: the webhook's own fields.
    static let scopes: Set<RuleVariable.Scope> = [.identity, .attempt]

    private var read: [TriggerRule] = []

    /// Nothing is read yet.
    public init() {}

    /// The trigger of a mapping; nil where it is unusable, which has then been reported.
    ///
    /// A name that stands twice, and a job that starts itself by way of others, are refused.
    public mutating func rule(_ mapping: YAMLMapping, problems: inout [Problem]) -> TriggerRule? {
        let before = problems.count
        let name = readName(mapping, problems: &problems)
        let condition = mapping["expr"].flatMap { Self.condition($0, problems: &problems) }
        let after = readAfter(mapping, condition, problems: &problems)
        let child = mapping["job"].flatMap { readJob($0, problems: &problems) }
        if let value = mapping["job"], let child, let after {
            refuseCycle(value, from: child, to: after.parents, problems: &problems)
        }
        let maxAge = mapping["max_age"].flatMap { Self.span($0, problems: &problems) }
        let reportWithin = mapping["report_within"].flatMap { Self.span($0, problems: &problems) }
        if let value = mapping["report_within"], mapping["job"] == nil {
            problems.append(value.problem("has no meaning without \"job\": only a job reports"))
        }
        guard let name, let after, problems.count == before else { return nil }
        var rule = TriggerRule(
            name: name,
            parents: after.parents,
            within: after.within,
            child: child,
            maxAge: maxAge ?? .hours(1),
            reportWithin: reportWithin
        )
        rule.file = mapping.owner.file
        rule.line = mapping.owner.line
        read.append(rule)
        return rule
    }

    /// The template of a trigger's body; nil where it is unusable, which has then been reported.
    public static func template(_ value: YAMLValue, problems: inout [Problem]) -> Template? {
        guard let text = value.string(problems: &problems) else { return nil }
        do throws(Template.Malformed) {
            let template = try Template(text)
            refuseForeign(template.variables, value, problems: &problems)
            return template
        } catch {
            problems.append(value.problem(error.message))
            return nil
        }
    }

    private func readName(_ mapping: YAMLMapping, problems: inout [Problem]) -> String? {
        guard let value = mapping.required("name", problems: &problems),
            let name = value.string(problems: &problems)
        else { return nil }
        guard (1...Self.maximumName).contains(name.utf8.count) else {
            problems.append(value.problem("must have 1 to \(Self.maximumName) bytes"))
            return nil
        }
        guard !read.contains(where: { $0.name == name }) else {
            problems.append(value.problem("a trigger named \"\(name)\" stands twice"))
            return nil
        }
        return name
    }

    /// `after`: one job, or `{all: […], within: …}`.
    private func readAfter(
        _ mapping: YAMLMapping,
        _ condition: Program?,
        problems: inout [Problem]
    ) -> (parents: [TriggerParent], within: TimeSpan?)? {
        guard let value = mapping.required("after", problems: &problems) else { return nil }
        if case .scalar = value.node {
            return readJob(value, problems: &problems).map { ([TriggerParent(job: $0, condition: condition)], nil) }
        }
        if let expr = mapping["expr"] {
            problems.append(
                expr.problem("belongs to one of the jobs in \"all\": {job: NAME, expr: \(condition?.source ?? "…")}")
            )
        }
        guard let gathering = value.mapping(keys: Self.gatheringKeys, problems: &problems),
            let all = gathering.required("all", problems: &problems),
            let within = gathering.required("within", problems: &problems),
            let elements = all.list(problems: &problems)
        else { return nil }
        var parents: [TriggerParent] = []
        for element in elements {
            guard let parent = readParent(element, problems: &problems) else { continue }
            if parents.contains(where: { $0.job == parent.job }) {
                problems.append(element.problem("\"\(parent.job)\" stands twice"))
            } else {
                parents.append(parent)
            }
        }
        if !(2...Self.maximumParents).contains(elements.count) {
            problems.append(all.problem("must name 2 to \(Self.maximumParents) jobs"))
        }
        return Self.span(within, problems: &problems).map { (parents, $0) }
    }

    /// An element of `all`: a job, or `{job: …, expr: …}`.
    private func readParent(_ value: YAMLValue, problems: inout [Problem]) -> TriggerParent? {
        if case .scalar = value.node { return readJob(value, problems: &problems).map { TriggerParent(job: $0) } }
        guard let mapping = value.mapping(keys: Self.parentKeys, problems: &problems) else { return nil }
        let condition = mapping["expr"].flatMap { Self.condition($0, problems: &problems) }
        guard let name = mapping.required("job", problems: &problems),
            let job = readJob(name, problems: &problems)
        else { return nil }
        return TriggerParent(job: job, condition: condition)
    }

    /// A condition that names only what a trigger knows.
    private static func condition(_ value: YAMLValue, problems: inout [Problem]) -> Program? {
        guard let condition = RuleEnvironment.condition(value, problems: &problems) else { return nil }
        refuseForeign(condition.variables.compactMap(RuleVariable.init(rawValue:)), value, problems: &problems)
        return condition
    }

    private func readJob(_ value: YAMLValue, problems: inout [Problem]) -> String? {
        guard let text = value.string(problems: &problems) else { return nil }
        guard !text.isEmpty else {
            problems.append(value.problem("must be a job's name or id"))
            return nil
        }
        return text
    }

    /// Reports a chain of triggers that leads from the job it starts back to one of those that fire it.
    private func refuseCycle(
        _ value: YAMLValue,
        from child: String,
        to parents: [TriggerParent],
        problems: inout [Problem]
    ) {
        let ends = Set(parents.map(\.job))
        var chains = [[child]]
        var seen: Set<String> = [child]
        while let chain = chains.popLast(), let last = chain.last {
            guard !ends.contains(last) else {
                let jobs = ([last] + chain).map { "\"\($0)\"" }.joined(separator: " → ")
                problems.append(value.problem("the triggers go in a circle: \(jobs)"))
                return
            }
            for next in read where next.parents.contains(where: { $0.job == last }) {
                guard let job = next.child, seen.insert(job).inserted else { continue }
                chains.append(chain + [job])
            }
        }
    }

    private static func refuseForeign(_ variables: [RuleVariable], _ value: YAMLValue, problems: inout [Problem]) {
        for variable in Set(variables) where !scopes.contains(variable.scope) {
            let known = RuleVariable.allCases.filter { scopes.contains($0.scope) }.map(\.name)
            problems.append(
                value.problem(
                    "\"\(variable.name)\" has no value in a trigger, which knows \(known.joined(separator: ", "))"
                )
            )
        }
    }

    private static func span(_ value: YAMLValue, problems: inout [Problem]) -> TimeSpan? {
        guard let text = value.string(problems: &problems) else { return nil }
        guard let span = TimeSpan(prometheus: text), ages.contains(span) else {
            problems.append(
                value.problem(
                    "must be a duration from \(ages.lowerBound) to \(ages.upperBound), got \"\(text.prefix(40))\""
                )
            )
            return nil
        }
        return span
    }
}
