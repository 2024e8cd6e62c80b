internal import BelfryCore
internal import Libpq

/// What the header of this writer's next transaction will say, if nobody else decides before it.
///
/// By it a batch is decided while the transaction before it is still being run. The transaction then begins with `query`, which
/// fails where anything is otherwise, and everything behind it with it.
struct HeaderForecast: Sendable {
    /// The query that fails where the forecast was wrong.
    static let queryName = "writer.forecast"
    /// How long the database's clock is inferred from this machine's.
    private static let validity = Duration.seconds(1)

    private var header: WriterLock.Header
    /// When this process had read the header.
    private let readAt: ContinuousClock.Instant
    /// Numbers drawn under the lock for transactions to come.
    private var reserved: ArraySlice<Int64>

    /// A forecast from a header that was read under the lock, with the numbers drawn by `WriterLock.reserve`.
    init(_ header: WriterLock.Header, reserved: [Int64], readAt: ContinuousClock.Instant = .now) {
        self.header = header
        self.readAt = readAt
        self.reserved = reserved[...]
    }

    /// The header of the next transaction, and the forecast for the one after it; nil where it is too old for that.
    ///
    /// `now` is between the clock readings of this transaction's lock and the one before it: nobody decides in between.
    func next(at time: ContinuousClock.Instant = .now) -> (header: WriterLock.Header, forecast: HeaderForecast)? {
        let elapsed = readAt.duration(to: time)
        guard elapsed < Self.validity, let batchID = reserved.first else { return nil }
        var next = self
        next.reserved = reserved.dropFirst()
        next.header.latestBatchID = header.batchID
        next.header.batchID = batchID
        var header = next.header
        header.now = self.header.now + TimeSpan(microseconds: Int64(elapsed / .microseconds(1)))
        return (header, next)
    }

    /// Whether a transaction failed because its forecast was wrong.
    static func isRefuted(by error: any Error) -> Bool { (error as? PostgresError)?.queryName == queryName }

    /// Adds the number that the transaction of this forecast has drawn.
    mutating func add(reserved batchID: Int64) { reserved.append(batchID) }
}
