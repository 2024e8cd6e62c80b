public import Libpq

/// Makes the daily partitions of `executions`, never inside ingest.
///
/// A day's table is made beside its parent, takes over what lies in the default partition, and is attached, all in one short
/// transaction that gives way to ingest.
public struct PartitionStore: Sendable {
    /// Days made ahead.
    public static let daysAhead = 7
    /// Days back for which partitions are made when late executions have come; older ones stay in the default partition.
    public static let daysBack = 400

    private let pool: ConnectionPool

    /// A store on this pool.
    public init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// Makes the partitions that are missing, and returns their names.
    ///
    /// A day that cannot be had at once is left for the next time. Where others make partitions, only the numbers of old batches
    /// are deleted.
    public func maintain(makesPartitions: Bool = true) async throws -> [String] {
        try await pool.withConnection { connection in
            let missing = makesPartitions ? Array(try await connection.query(PartitionQueries.missing)) : []
            var made: [String] = []
            for row in missing {
                let (name, day, next) = try row.decode(String.self, String.self, String.self)
                do {
                    let statements = PartitionQueries.create(name, from: day, to: next)
                    try await connection.script(statements, name: "partitions.create")
                    made.append("executions_\(name)")
                } catch let error as PostgresError where error.sqlState == .lockNotAvailable {
                    _ = try await connection.query(.rollback)
                }
            }
            _ = try await connection.query(PartitionQueries.pruneBatches)
            return made
        }
    }
}
