internal import CEL

/// Why a rule matched an attempt or did not: every condition of its expression with its value.
public struct RuleTrace: Sendable, Encodable {
    /// What a rule made of an attempt.
    public enum Verdict: String, Sendable, Encodable {
        /// The expression is true.
        case matches
        /// It is false.
        case doesNotMatch = "does_not_match"
        /// It has no value: the alert stays as it is.
        case noValue = "no_value"
        /// The rule is evaluated on something else.
        case notEvaluated = "not_evaluated"
    }

    /// A part of an expression that is true or false by itself.
    public struct Condition: Sendable, Encodable {
        /// Its text.
        public var source: String
        /// What it is, or why it has no value; nil where it was not reached.
        public var value: String?
        /// The names it reads, with their values.
        public var names: [String: String]
    }

    /// The rule's name.
    public var alertname: String
    /// `on`.
    public var trigger: String
    /// What it made of the attempt.
    public var verdict: Verdict
    /// Matches in a row the rule needs before it fires.
    public var consecutive: Int
    /// How long it must stand before it fires, in Prometheus' spelling.
    public var pendingFor: String
    /// The conditions of `expr`, in the order they stand.
    public var conditions: [Condition]
    /// The conditions of `resolve`, where the rule has one.
    public var resolve: [Condition]

    /// What every rule made of an attempt.
    public static func traces(of rules: RuleSet, on subject: AttemptSubject) -> [RuleTrace] {
        rules.rules.map { RuleTrace($0, on: subject) }
    }

    private init(_ rule: Rule, on subject: AttemptSubject) {
        alertname = rule.alertname
        trigger = rule.trigger.rawValue
        consecutive = rule.consecutive
        pendingFor = rule.pendingFor.description
        conditions = []
        resolve = []
        verdict = .notEvaluated
        guard rule.trigger == .execution || rule.trigger == .run && subject.runFacts.outcome != nil,
            let condition = rule.condition
        else { return }
        let trace = condition.trace(subject)
        conditions = Self.conditions(of: trace, subject)
        resolve = rule.resolve.map { Self.conditions(of: $0.trace(subject), subject) } ?? []
        verdict =
            switch trace.outcome {
            case .value(.bool(true)): .matches
            case .value(.bool(false)): .doesNotMatch
            default: .noValue
            }
    }

    static func conditions(of trace: Trace, _ subject: AttemptSubject) -> [Condition] {
        trace.conditions.map { part in
            let value: String? =
                switch part.outcome {
                case .value(let value): value.templateText
                case .error(let error): "no value: \(error)"
                case .notReached: nil
                }
            var names: [String: String] = [:]
            for index in part.variables {
                guard let variable = RuleVariable(rawValue: index) else { continue }
                names[variable.name] = text(of: subject.value(of: variable))
            }
            return Condition(source: part.source, value: value, names: names)
        }
    }

    /// A value as a person tells it from another: texts in quotes and cut, null by its name.
    private static func text(of value: Value) -> String {
        switch value {
        case .null: "null"
        case .string(let text): "\"\(text.prefix(80))\(text.count > 80 ? "…" : "")\""
        default: value.templateText
        }
    }
}
