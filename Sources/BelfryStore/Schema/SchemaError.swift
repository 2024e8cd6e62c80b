/// Why the database's schema cannot be used.
public enum SchemaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A newer Belfry has migrated the database, and does not say that this one may still write.
    case newer(database: Int, binary: Int)
    /// A restore has begun and not come to its end: what it has brought would ring for the past.
    case unfinishedRestore

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .newer(let database, let binary):
            """
            the database has schema \(database), but this belfry knows only schema \(binary): run the newer belfry that \
            migrated it, or restore a backup from before
            """
        case .unfinishedRestore:
            """
            a restore into this database was not finished: run belfry restore with the backup again, which starts over
            """
        }
    }
}
