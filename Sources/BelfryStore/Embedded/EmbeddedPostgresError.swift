/// Why the embedded PostgreSQL could not be started; each description says what to do next.
public enum EmbeddedPostgresError: Error, Equatable, Sendable {
    /// No folder of the search path holds both `initdb` and `postgres`.
    case notInstalled
    /// The cluster was made by another major version than those that are installed, which are named too.
    case versionNotInstalled(major: Int, cluster: String, installed: [Int])
    /// There is no cluster to move to another major version.
    case nothingToUpgrade(cluster: String)
    /// A cluster is moved to a newer major version only, and its programs must be there.
    case cannotUpgrade(from: Int, to: Int)
    /// Another process holds the lock on the data folder; its process id when it could be read.
    case locked(directory: String, processID: Int32?)
    /// The folder exists, holds something, and is no PostgreSQL cluster.
    case notACluster(directory: String)
    /// The cluster belongs to an account that this process cannot start a server as.
    case foreignOwner(directory: String, owner: String, user: String)
    /// The account that owns the cluster has no search permission on a folder above it.
    case unreachable(directory: String, account: String)
    /// The user id has no entry in the password database, which PostgreSQL needs.
    case noAccount(userID: UInt32)
    /// A program that prepares the cluster failed; its last output.
    case commandFailed(program: String, output: String)
    /// The server ended before it accepted connections; the last lines of its log.
    case didNotStart(log: String, lines: String)
    /// The server did not accept connections in time.
    case timedOut(log: String, seconds: Int)
    /// An operation of the file system failed, with the system's own words.
    case fileSystem(operation: String, path: String, reason: String)
}

extension EmbeddedPostgresError: CustomStringConvertible {
    /// One or two sentences for the person at the terminal.
    public var description: String {
        switch self {
        case .notInstalled:
            "PostgreSQL is not installed: apt-get install postgresql, or set database.url to a server of yours."
        case .versionNotInstalled(let major, let cluster, let installed):
            "The database in \(cluster) was made by PostgreSQL \(major), whose programs are not installed: "
                + "apt-get install postgresql-\(major)"
                + Self.otherVersions(than: major, installed)
        case .nothingToUpgrade(let cluster):
            "There is no database in \(cluster): belfry serve makes one with the newest PostgreSQL of this machine."
        case .cannotUpgrade(let from, let to):
            to <= from
                ? "The database is PostgreSQL \(from) and can only be moved to a newer version than that, not to \(to)."
                : "The programs of PostgreSQL \(to) are not installed: apt-get install postgresql-\(to)"
        case .locked(let directory, let processID):
            "The data folder \(directory) is in use by \(processID.map { "process \($0)" } ?? "another process"): "
                + "stop it, or choose another data_dir."
        case .notACluster(let directory):
            "\(directory) exists and is not a PostgreSQL cluster: move it away, or choose another data_dir."
        case .foreignOwner(let directory, let owner, let user):
            owner == "root"
                ? "The database in \(directory) belongs to root, as which PostgreSQL does not run: "
                    + "chown -R \(user) \(directory)"
                : "The database in \(directory) belongs to \(owner) and this process runs as \(user): "
                    + "start as root or \(owner), or chown -R \(user) \(directory)"
        case .unreachable(let directory, let account):
            "The account \(account) owns the database in \(directory) and cannot reach it: "
                + "move the data folder out of the private folder that holds it, or chmod o+x that folder."
        case .noAccount(let userID):
            "User id \(userID) has no name in /etc/passwd, which PostgreSQL needs: add one, or set database.url."
        case .commandFailed(let program, let output):
            "\(program) failed: \(output)"
        case .didNotStart(let log, let lines):
            "PostgreSQL did not start (\(log)): \(lines)"
        case .timedOut(let log, let seconds):
            "PostgreSQL did not accept connections within \(seconds) s: see \(log)"
        case .fileSystem(let operation, let path, let reason):
            "Cannot \(operation) \(path): \(reason)"
        }
    }

    /// What else is there to do where a machine has come to have another version, as after an upgrade of Debian.
    private static func otherVersions(than major: Int, _ installed: [Int]) -> String {
        guard let newest = installed.max() else { return "" }
        guard newest > major else { return " (this machine has \(newest))" }
        return " (this machine has \(newest)), then belfry database upgrade moves it to \(newest). Where no package of "
            + "\(major) can be had any more, restore a backup into a new folder: belfry restore FILE --data-dir NEW"
    }
}
