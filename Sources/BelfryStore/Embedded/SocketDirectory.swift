import Foundation

/// The private folder of the server's socket: `socket` beside the cluster, or a short one under `/tmp` that it links to.
///
/// A socket's path is at most 107 bytes long, and libpq reads a comma in it as the end of a host.
enum SocketDirectory {
    static let longestSocketPath = 107
    static let socketName = ".s.PGSQL.5432"

    /// What a server keeps beside its socket: its number first, as in `postmaster.pid`.
    static func lock(in directory: String) -> String { directory + "/" + socketName + ".lock" }

    /// The folder to listen in: made when absent, the same as at the last start while that still stands.
    static func prepare(home: String, account: ClusterAccount) throws(EmbeddedPostgresError) -> String {
        let entry = home + "/socket"
        if isUsable(entry) {
            if !isPrivate(entry, to: account) {
                try FileSystem.remove(entry)
                try FileSystem.makeDirectory(entry, permissions: 0o700, account: account)
            }
            return entry
        }
        if let target = FileSystem.target(ofLink: entry), isUsable(target), isPrivate(target, to: account) {
            return target
        }
        try FileSystem.remove(entry)
        let short = try makeShortDirectory(account: account)
        try FileSystem.link(entry, to: short)
        return short
    }

    /// Whether libpq and the kernel take a socket in this folder.
    static func isUsable(_ directory: String) -> Bool {
        let plain = directory.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return plain && (directory + "/" + socketName).utf8.count <= longestSocketPath
    }

    private static func isPrivate(_ directory: String, to account: ClusterAccount) -> Bool {
        guard let entry = FileSystem.entry(at: directory) else { return false }
        return entry.kind == .directory && entry.owner == account.userID && entry.permissions == 0o700
    }

    /// A new folder under `/tmp`, mode 0700, of this account.
    static func makeShortDirectory(account: ClusterAccount) throws(EmbeddedPostgresError) -> String {
        guard let template = strdup("/tmp/belfry-XXXXXX") else { throw FileSystem.failure("make a folder in", "/tmp") }
        defer { free(template) }
        guard mkdtemp(template) != nil else { throw FileSystem.failure("make a folder in", "/tmp") }
        let path = String(cString: template)
        guard lchown(path, account.userID, account.groupID) == 0 else { throw FileSystem.failure("hand over", path) }
        return path
    }
}
