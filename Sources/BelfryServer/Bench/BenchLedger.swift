/// The executions that servers have acknowledged, of one run or of several.
public struct BenchLedger: Sendable {
    /// The acknowledged places of each run.
    public private(set) var runs: [String: BenchSequenceSet] = [:]

    /// A ledger with nothing in it.
    public init() {}

    /// A ledger of one run.
    public init(runID: String, acknowledged: BenchSequenceSet) {
        runs[runID] = acknowledged
    }

    /// Reads one line of a record; returns false where it is no execution id.
    ///
    /// A line that was cut when the generator was killed is one of those.
    public mutating func add(line: String) -> Bool {
        guard let id = BenchExecutionID(line) else { return false }
        runs[id.runID, default: BenchSequenceSet()].insert(id.sequence)
        return true
    }

    /// The number of executions.
    public var count: Int { runs.values.reduce(0) { $0 + $1.count } }
}
