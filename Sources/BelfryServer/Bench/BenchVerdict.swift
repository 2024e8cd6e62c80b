/// What comparing the acknowledged executions with the stored ones has shown.
public struct BenchVerdict: Codable, Equatable, Sendable {
    /// Executions a server answered 200 for.
    public var acknowledged = 0
    /// Rows found in the database.
    public var stored = 0
    /// Acknowledged and not in the database: each one a broken promise.
    public var missing = 0
    /// In the database more than once: each one a broken promise.
    public var storedTwice = 0
    /// In the database though nobody got an answer: allowed, for an answer can be lost on its way.
    public var storedUnacknowledged = 0
    /// The first of the missing and doubled execution ids.
    public var examples: [String] = []

    /// The most ids that are given as examples.
    public static let exampleLimit = 10

    /// A verdict on nothing.
    public init() {}

    /// Whether every acknowledged execution is stored exactly once.
    public var holds: Bool { missing == 0 && storedTwice == 0 }

    /// Adds a run: what was acknowledged, what was found, and the places that were found again.
    public mutating func add(
        runID: String,
        acknowledged: BenchSequenceSet,
        stored: BenchSequenceSet,
        repeated: [UInt64]
    ) {
        self.acknowledged += acknowledged.count
        self.stored += stored.count + repeated.count
        missing += acknowledged.countMissing(from: stored)
        storedTwice += repeated.count
        storedUnacknowledged += stored.countMissing(from: acknowledged)
        let places = acknowledged.missing(from: stored, limit: Self.exampleLimit) + repeated
        for sequence in places.prefix(Self.exampleLimit - examples.count) {
            examples.append(BenchExecutionID(runID: runID, sequence: sequence).text)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case acknowledged, stored, missing, examples
        case storedTwice = "stored_twice"
        case storedUnacknowledged = "stored_unacknowledged"
    }
}
