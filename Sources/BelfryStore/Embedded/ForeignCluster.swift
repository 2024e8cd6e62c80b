import Foundation

/// A private database that this account cannot use: the server's files, and the folder of its socket, are its owner's alone.
public struct ForeignCluster: Hashable, Sendable {
    /// The cluster, or the folder in which it would lie.
    public let path: String
    /// The account it belongs to; nil where even that cannot be seen.
    public let owner: String?

    /// Looks for one in a data folder; nil where there is none, or it is this account's, or root asks, who may use any.
    public init?(dataDirectory: String) {
        self.init(dataDirectory: dataDirectory, as: geteuid())
    }

    init?(dataDirectory: String, as user: uid_t) {
        let path = dataDirectory + "/postgres"
        guard user != 0 else { return nil }
        var status = stat()
        // Through the link of a cluster that lies elsewhere.
        guard stat(path, &status) == 0 else {
            guard errno == EACCES else { return nil }
            self.path = dataDirectory
            owner = nil
            return
        }
        guard status.st_uid != user else { return nil }
        self.path = path
        let account = try? ClusterAccount.account(of: status.st_uid)
        owner = account?.name ?? String(status.st_uid)
    }

    /// Who has to run a command that uses the database: its owner, or root where the server is root's own.
    public var user: String {
        guard let owner, owner != "postgres", owner != "nobody" else { return "root" }
        return owner
    }
}
