/// A row holds something Belfry did not write.
struct StoreCorruption: Error, Sendable, CustomStringConvertible {
    /// The table.
    var table: String
    /// The row's key.
    var key: String

    /// Where to look.
    var description: String {
        "belfry.\(table) holds a row that Belfry cannot read: \(key); was it edited by hand? Restore it from a backup."
    }
}
