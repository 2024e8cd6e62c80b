public import CEL

/// A row a query answered: what `on: query` is evaluated on.
public final class RowSubject: RuleSubject {
    /// The row.
    public let row: QueryRow
    private let jobName: String

    /// A subject of a row, and the name of the job it is about; empty where it is about none.
    init(row: QueryRow, jobName: String) {
        self.row = row
        self.jobName = jobName
    }

    /// The column `value`.
    public var measured: Double? { row.value }

    /// The value of a variable.
    public func value(of variable: RuleVariable) -> Value {
        switch variable {
        case .cronJobID: .string(row.jobID)
        case .cronJobName: .string(jobName)
        case .value: row.value.map { .double($0) } ?? .null
        case .labels: .map(MapValue(row.labels.map { ($0.key, .string($0.value)) }))
        default: .null
        }
    }
}
