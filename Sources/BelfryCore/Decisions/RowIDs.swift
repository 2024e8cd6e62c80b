/// Hands out row ids inside one transaction: ids of a later transaction are greater.
struct RowIDs {
    /// Bits for the rows of one transaction; a batch cannot make more.
    private static let rowBits: Int64 = 20

    private var next: Int64

    /// Ids of the transaction with this number, drawn under the writer's lock.
    init(transaction: Int64) {
        next = transaction << Self.rowBits
    }

    /// The next id.
    mutating func take() -> Int64 {
        defer { next += 1 }
        return next
    }
}
