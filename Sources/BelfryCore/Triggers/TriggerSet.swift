/// The triggers of a configuration, found by the job that fires them.
public struct TriggerSet: Sendable {
    /// Triggers in a row that one success may cause, each by the job the last one started: a chain that is longer is a loop
    /// which the names in the configuration did not show.
    public static let maximumChain: Int32 = 8
    /// No triggers.
    public static let none = TriggerSet([])

    /// The triggers, in the order of the file.
    public let rules: [TriggerRule]
    private let byParent: [String: [Entry]]
    private let children: Set<String>
    private let gathers: Bool

    private struct Entry {
        var rule: TriggerRule
        var parent: TriggerParent
    }

    /// A set of these triggers.
    public init(_ rules: [TriggerRule]) {
        self.rules = rules
        let entries = rules.flatMap { rule in rule.parents.map { Entry(rule: rule, parent: $0) } }
        byParent = Dictionary(grouping: entries, by: \.parent.job)
        children = Set(rules.compactMap(\.child))
        gathers = rules.contains { $0.within != nil }
    }

    /// Whether there are none, so that nothing need be done for any execution.
    public var isEmpty: Bool { rules.isEmpty }

    /// The triggers that a success of a job may fire, each with the parent it is for it; the job may be meant by its name or its id.
    public func after(_ execution: Execution) -> [(rule: TriggerRule, parent: TriggerParent)] {
        var entries = byParent[execution.jobID] ?? []
        if execution.jobName != execution.jobID { entries += byParent[execution.jobName] ?? [] }
        return entries.map { ($0.rule, $0.parent) }
    }

    /// The names and ids under which triggers start the jobs of some executions; empty where none of them is a child.
    public func children(among executions: [ReceivedExecution]) -> Set<String> {
        guard !children.isEmpty else { return [] }
        var found: Set<String> = []
        for received in executions {
            for text in [received.execution.jobID, received.execution.jobName] where children.contains(text) {
                found.insert(text)
            }
        }
        return found
    }

    /// The names of the triggers with several parents for which some executions may count.
    public func gathering(among executions: [ReceivedExecution]) -> Set<String> {
        guard gathers else { return [] }
        var names: Set<String> = []
        for received in executions where received.execution.status.isSuccess {
            for (rule, _) in after(received.execution) where rule.within != nil { names.insert(rule.name) }
        }
        return names
    }
}
