/// Which part of the jobs a job belongs to: what is folded is written slice by slice, each with its watermark.
///
/// `belfry.rollup_progress` has a row for each, and one for the minutes of all jobs together.
enum RollupSlice {
    /// How many there are.
    static let count: Int32 = 64
    /// What stands for the minutes: written by the jobs' slices, each minute would be written as often as there are pages.
    static let minutes: Int32 = 64

    /// The slice of a job.
    ///
    /// It never changes, because watermarks are kept by it.
    static func of(_ jobID: String) -> Int32 {
        let hash = hash(jobID)
        return Int32(truncatingIfNeeded: (hash ^ (hash >> 32)) % UInt64(count))
    }

    /// 64-bit FNV-1a of a job's id.
    static func hash(_ jobID: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in jobID.utf8 {
            hash ^= UInt64(byte)
            hash &*= 0x100_0000_01b3
        }
        return hash
    }
}
