/// A row that the query of a rule answered.
public struct QueryRow: Hashable, Sendable {
    /// The column `job_id`; empty where there is none.
    public var jobID: String
    /// The column `value`; nil where there is none or it is null.
    public var value: Double?
    /// Every other column that is not null, as text: the labels of its alert.
    public var labels: [String: String]

    /// A row of these values.
    public init(jobID: String, value: Double?, labels: [String: String]) {
        self.jobID = jobID
        self.value = value
        self.labels = labels
    }
}
