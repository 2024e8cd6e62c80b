/// One file of `schema/`: a step from one schema version to the next.
struct Migration: Sendable {
    /// The number the file's name begins with.
    var version: Int
    /// The file's name without its ending.
    var name: String
    /// Its statements.
    var sql: String
}
