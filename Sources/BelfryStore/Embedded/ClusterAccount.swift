import Foundation

/// The operating-system account that owns a cluster and runs its server.
///
/// PostgreSQL refuses to run as root, so a process of root's becomes this account for every program it starts.
struct ClusterAccount: Sendable, Equatable {
    let name: String
    let userID: uid_t
    let groupID: gid_t

    /// The account this process runs as.
    static func current() throws(EmbeddedPostgresError) -> ClusterAccount {
        try account(of: geteuid())
    }

    /// The account for a new cluster: this process's own, or for root `postgres`, else `nobody`.
    static func forNewCluster() throws(EmbeddedPostgresError) -> ClusterAccount {
        guard geteuid() == 0 else { return try current() }
        guard let unprivileged = account(named: "postgres") ?? account(named: "nobody") else {
            throw .noAccount(userID: 65534)
        }
        return unprivileged
    }

    /// The account with this user id.
    static func account(of userID: uid_t) throws(EmbeddedPostgresError) -> ClusterAccount {
        let found = lookUp { entry, buffer, size, result in getpwuid_r(userID, entry, buffer, size, result) }
        guard let found else { throw .noAccount(userID: userID) }
        return found
    }

    /// The command line that runs `program` as this account.
    func command(_ program: [String]) -> [String] {
        guard geteuid() != userID else { return program }
        return ["setpriv", "--reuid=\(userID)", "--regid=\(groupID)", "--clear-groups", "--"] + program
    }

    private static func account(named name: String) -> ClusterAccount? {
        lookUp { entry, buffer, size, result in getpwnam_r(name, entry, buffer, size, result) }
    }

    private static func lookUp(
        _ call: (
            UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
            UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
        ) -> Int32
    ) -> ClusterAccount? {
        let capacity = 16384
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
            guard let base = buffer.baseAddress else { return nil }
            var entry = passwd()
            var result: UnsafeMutablePointer<passwd>?
            guard call(&entry, base, capacity, &result) == 0, result != nil, let name = entry.pw_name else {
                return nil
            }
            return ClusterAccount(name: String(cString: name), userID: entry.pw_uid, groupID: entry.pw_gid)
        }
    }
}
