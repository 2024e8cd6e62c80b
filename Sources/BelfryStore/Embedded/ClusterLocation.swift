internal import BelfryCore
import Foundation

/// Where the cluster of a data folder lies and whose it is.
///
/// Usually `postgres` in the data folder. When root's data folder cannot be reached by the account that runs the server, that
/// name is a link to a cluster elsewhere, so that moving the data folder does not lose its database.
struct ClusterLocation: Sendable, Equatable {
    /// The cluster itself, an absolute path without links.
    let cluster: String
    /// The name in the data folder by which people know it.
    let entry: String
    /// The account that owns it, or will.
    let account: ClusterAccount
    /// Whether the cluster is there already.
    let exists: Bool

    /// The folder that holds the cluster, its socket folder and drafts.
    var home: String { cluster.parentFolder }
    /// Whether the cluster lies outside the data folder.
    var isRelocated: Bool { cluster != entry }

    /// Finds the cluster, or decides where a new one goes and makes the folder above it.
    static func find(
        dataDirectory: String,
        relocationDirectory: String
    ) async throws(EmbeddedPostgresError) -> ClusterLocation {
        let entry = dataDirectory + "/postgres"
        let target = FileSystem.target(ofLink: entry) ?? entry
        let absolute = target.hasPrefix("/") ? target : dataDirectory + "/" + target
        try await settleUpgrade(of: absolute, isElsewhere: absolute != entry)
        let cluster = FileSystem.entry(at: absolute) == nil ? absolute : try FileSystem.resolved(absolute)
        if let found = FileSystem.entry(at: cluster), found.kind == .directory {
            let account = try ClusterAccount.account(of: found.owner)
            let location = ClusterLocation(cluster: cluster, entry: entry, account: account, exists: true)
            if try await location.isCluster() { return location }
        }
        let account = try ClusterAccount.forNewCluster()
        if cluster == entry, try await !canSearch(dataDirectory, as: account) {
            return try relocate(entry, into: relocationDirectory, account: account)
        }
        try FileSystem.makeDirectory(cluster.parentFolder, permissions: 0o711)
        return ClusterLocation(cluster: cluster, entry: entry, account: account, exists: false)
    }

    /// The major version of the server that made the cluster.
    func majorVersion() throws(EmbeddedPostgresError) -> Int {
        let path = cluster + "/PG_VERSION"
        guard let text = FileSystem.contents(of: path) else { throw FileSystem.failure("read", path) }
        guard let major = Int(text.prefix { $0.isNumber }) else { throw .notACluster(directory: cluster) }
        return major
    }

    /// Whether the folder is a cluster this process can run; `false` when it is empty.
    private func isCluster() async throws(EmbeddedPostgresError) -> Bool {
        let user = try ClusterAccount.current()
        let files = try? FileManager.default.contentsOfDirectory(atPath: cluster)
        if let files, files.isEmpty { return false }
        if let files, !files.contains("PG_VERSION") { throw .notACluster(directory: cluster) }
        guard account.userID == user.userID || user.userID == 0, account.userID != 0 else {
            let heir = user.userID == 0 ? try ClusterAccount.forNewCluster() : user
            throw .foreignOwner(directory: cluster, owner: account.name, user: heir.name)
        }
        guard try await Self.canSearch(cluster, as: account) else {
            throw .unreachable(directory: cluster, account: account.name)
        }
        return true
    }

    /// A data folder that was copied links to the same cluster elsewhere, which another process may be moving just now.
    private static func settleUpgrade(of cluster: String, isElsewhere: Bool) async throws(EmbeddedPostgresError) {
        let home = cluster.parentFolder
        let lock = isElsewhere && FileSystem.entry(at: home) != nil ? try DataDirectoryLock(directory: home) : nil
        defer { withExtendedLifetime(lock) {} }
        try await UpgradeDrafts(cluster: cluster).settle()
    }

    private static func relocate(
        _ entry: String,
        into directory: String,
        account: ClusterAccount
    ) throws(EmbeddedPostgresError) -> ClusterLocation {
        let project = entry.parentFolder.parentFolder
        let mark = UUID().uuidString.prefix(8).lowercased()
        let home = "\(directory)/\((project as NSString).lastPathComponent)-\(mark)"
        try FileSystem.makeDirectory(home, permissions: 0o711)
        let cluster = try FileSystem.resolved(home) + "/postgres"
        try FileSystem.remove(entry)
        try FileSystem.link(entry, to: cluster)
        return ClusterLocation(cluster: cluster, entry: entry, account: account, exists: false)
    }

    /// Asked by trying it as that account, since more than permission bits decides.
    private static func canSearch(_ directory: String, as account: ClusterAccount) async throws(EmbeddedPostgresError)
        -> Bool
    {
        try await ChildProcess.run(account.command(["test", "-x", directory])).succeeded
    }
}
