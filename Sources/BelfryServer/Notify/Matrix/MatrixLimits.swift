/// What Matrix takes, in bytes.
enum MatrixLimits {
    /// An event as servers exchange it, with everything they add to the content.
    ///
    /// https://spec.matrix.org/v1.11/client-server-api/#size-limits
    static let event = 65_536
    /// The content kept to: what servers add (hashes, signatures, ids) takes a few thousand bytes.
    static let content = 48_000
    /// A room's id.
    static let roomID = 255
    /// Units of a title; Matrix has no limit of its own.
    static let title = 200
}
