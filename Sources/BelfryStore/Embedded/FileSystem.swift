internal import BelfryCore
import Foundation

/// The few file operations the embedded server needs, with the system's own words when one fails.
///
/// Foundation's `FileManager` has no owner at creation, no `O_NOFOLLOW` and no `fsync`; root writes into folders here that
/// another account owns, so a name is never followed and never opened for writing in place.
enum FileSystem {
    /// What `lstat` says about a path: links are not followed.
    struct Entry: Equatable {
        enum Kind { case directory, link, other }
        let kind: Kind
        let owner: uid_t
        let group: gid_t
        let permissions: mode_t
    }

    /// The entry at `path` itself, or `nil` when there is none or it cannot be seen.
    static func entry(at path: String) -> Entry? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        let kind: Entry.Kind =
            switch status.st_mode & S_IFMT {
            case S_IFDIR: .directory
            case S_IFLNK: .link
            default: .other
            }
        return Entry(kind: kind, owner: status.st_uid, group: status.st_gid, permissions: status.st_mode & 0o7777)
    }

    /// Makes the folder and those above it when absent; a folder that exists keeps its permissions.
    static func makeDirectory(
        _ path: String,
        permissions: mode_t,
        account: ClusterAccount? = nil
    ) throws(EmbeddedPostgresError) {
        let parent = path.parentFolder
        if !parent.isEmpty, !FileManager.default.fileExists(atPath: parent) {
            try makeDirectory(parent, permissions: 0o755)
        }
        guard mkdir(path, permissions) == 0 else {
            guard errno == EEXIST else { throw failure("make the folder", path) }
            return
        }
        try check(chmod(path, permissions), "set the permissions of", path)
        if let account { try check(lchown(path, account.userID, account.groupID), "hand over", path) }
    }

    /// Replaces the file at `path`, never following a link there.
    ///
    /// Returns whether the text differed from what stood there.
    @discardableResult
    static func replace(
        _ path: String,
        with text: String,
        permissions: mode_t,
        account: ClusterAccount
    ) throws(EmbeddedPostgresError) -> Bool {
        if contents(of: path) == text { return false }
        let draft = path + ".new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, permissions)
        guard descriptor >= 0 else { throw failure("write", draft) }
        defer { close(descriptor) }
        try check(fchown(descriptor, account.userID, account.groupID), "hand over", draft)
        let bytes = Array(text.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw failure("write", draft)
        }
        try rename(draft, to: path)
        return true
    }

    /// The text of a small file, or `nil` when it cannot be read.
    static func contents(of path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Moves an entry and makes the move durable.
    static func rename(_ path: String, to target: String) throws(EmbeddedPostgresError) {
        try check(Foundation.rename(path, target), "rename \(path) to", target)
        let folder = open(target.parentFolder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// Makes `path` a symbolic link to `target`.
    static func link(_ path: String, to target: String) throws(EmbeddedPostgresError) {
        try check(symlink(target, path), "make the link", path)
    }

    /// What the symbolic link at `path` points to, or `nil` when it is none.
    static func target(ofLink path: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: path)
    }

    /// Removes whatever stands at `path`, if anything does.
    static func remove(_ path: String) throws(EmbeddedPostgresError) {
        guard entry(at: path) != nil else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw .fileSystem(operation: "remove", path: path, reason: error.localizedDescription)
        }
    }

    /// The absolute path without links, of a path that exists.
    static func resolved(_ path: String) throws(EmbeddedPostgresError) -> String {
        guard let pointer = realpath(path, nil) else { throw failure("find", path) }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    /// The failure of the system call that just returned.
    static func failure(_ operation: String, _ path: String) -> EmbeddedPostgresError {
        .fileSystem(operation: operation, path: path, reason: String(cString: strerror(errno)))
    }

    private static func check(_ status: Int32, _ operation: String, _ path: String) throws(EmbeddedPostgresError) {
        guard status == 0 else { throw failure(operation, path) }
    }
}
