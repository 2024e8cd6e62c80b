import BelfryCore

/// An execution that was counted in a bucket, as OpenMetrics shows it beside the count.
struct Exemplar: Hashable {
    /// The label's name.
    static let label = "execution_id"
    /// Code points of names and values together (OpenMetrics 1.0, "Exemplars").
    private static let maximumCodePoints = 128

    /// The sender's id.
    let executionID: String
    /// How long it took.
    let milliseconds: Int64
    /// When it ran.
    let at: Instant

    /// An exemplar; nil where the id is too long for one.
    init?(executionID: String, milliseconds: Int64, at: Instant) {
        guard Self.label.unicodeScalars.count + executionID.unicodeScalars.count <= Self.maximumCodePoints else {
            return nil
        }
        self.executionID = executionID
        self.milliseconds = milliseconds
        self.at = at
    }
}
