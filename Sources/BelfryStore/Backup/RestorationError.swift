/// Why a backup cannot be restored.
public enum RestorationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The database has a history of its own.
    case notEmpty
    /// Another restore works on it now.
    case underWay
    /// The dump brought no schema.
    case nothingRestored

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .notEmpty: "the database has a schema belfry already; a backup is restored into an empty one"
        case .underWay: "another belfry restore is working on this database; wait until it has ended"
        case .nothingRestored: "the backup has brought no schema belfry: it is not a backup of Belfry's database"
        }
    }
}
