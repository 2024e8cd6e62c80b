/// The triggers of a configuration, found by the job that fires them.
public struct TriggerSet: Sendable {
    /// Triggers in a row that one success may cause, each by the job the last one started: a chain that is longer is a loop
    /// which the names in the configuration did not show.
    public static let maximumChain: Int32 = 8
    /// No triggers.
    public static let none = TriggerSet([])

    /// The triggers, in the order of the file.
    public let rules: [TriggerRule]
    private let byParent: [String: [TriggerRule]]
    private let children: Set<String>

    /// A set of these triggers.
    public init(_ rules: [TriggerRule]) {
        self.rules = rules
        byParent = Dictionary(grouping: rules, by: \.after)
        children = Set(rules.compactMap(\.child))
    }

    /// Whether there are none, so that nothing need be done for any execution.
    public var isEmpty: Bool { rules.isEmpty }

    /// The triggers that a success of a job may fire; it may be meant by its name or its id.
    func after(_ execution: Execution) -> [TriggerRule] {
        let byID = byParent[execution.jobID] ?? []
        guard execution.jobName != execution.jobID else { return byID }
        return byID + (byParent[execution.jobName] ?? [])
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
}
