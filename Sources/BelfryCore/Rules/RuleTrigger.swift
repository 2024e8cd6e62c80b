/// What a rule is evaluated on: its `on` key.
public enum RuleTrigger: String, CaseIterable, Sendable {
    /// Every attempt.
    case execution
    /// Every run, when an attempt closes it.
    case run
    /// Every job's last hours, again and again.
    case window
    /// A run that was expected and did not come.
    case missed
    /// A promised retry that did not arrive.
    case retryOverdue = "retry_overdue"
    /// Every row a query answers, again and again.
    case query

    /// Whether it is evaluated on an attempt.
    var isOfAttempts: Bool {
        switch self {
        case .execution, .run: true
        case .window, .missed, .retryOverdue, .query: false
        }
    }

    /// What a rule of this kind can name.
    var scopes: Set<RuleVariable.Scope> {
        switch self {
        case .execution, .run, .retryOverdue: [.identity, .attempt, .run, .history, .usual]
        case .window: [.identity, .history, .window]
        case .missed: [.identity, .history, .absence]
        case .query: [.identity, .row]
        }
    }

    /// The keys of a rule that mean something for it, besides those every rule has.
    var keys: Set<String> {
        switch self {
        case .execution, .run: ["consecutive", "for", "keep_firing_for", "resolve", "flapping"]
        case .window: ["over", "for", "keep_firing_for"]
        case .missed: ["schedule", "timezone", "dst", "every", "grace", "consecutive"]
        case .retryOverdue: ["grace"]
        case .query: ["query", "every", "for", "keep_firing_for"]
        }
    }

    /// Every key that only some rules have.
    static let specialKeys = allCases.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
}
