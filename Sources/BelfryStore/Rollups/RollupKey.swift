internal import BelfryCore

/// A row of the rollups: a job, or all jobs together, and the start of an hour or a day.
///
/// Jobs are told apart by their bytes, as the database does: a `String` equals its other normal forms.
struct RollupKey: Hashable, Comparable, Sendable {
    /// What stands for all jobs together.
    static let allJobs = ""

    var jobID: String
    var start: Instant

    static func == (left: RollupKey, right: RollupKey) -> Bool {
        left.start == right.start && left.jobID.utf8.elementsEqual(right.jobID.utf8)
    }

    static func < (left: RollupKey, right: RollupKey) -> Bool {
        if left.jobID.utf8.elementsEqual(right.jobID.utf8) { return left.start < right.start }
        return left.jobID.utf8.lexicographicallyPrecedes(right.jobID.utf8)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(RollupSlice.hash(jobID))
        hasher.combine(start)
    }
}
