import Foundation

/// The server's log file, `postgres.log` in the data folder, kept within a bound without the server's help.
///
/// The server appends to an inherited descriptor, so that an orphan keeps its log. PostgreSQL's own collector bounds a
/// file's age but not the sum of the sizes.
final class ServerLog: Sendable {
    let path: String
    /// For a child to append to.
    let descriptor: Int32
    private let limit: Int

    /// Opens the log for appending.
    ///
    /// It is cut once it is longer than `limit` bytes; one older file of that length stays beside it.
    init(path: String, limit: Int = 16 << 20) throws(EmbeddedPostgresError) {
        self.path = path
        self.limit = limit
        descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileSystem.failure("open", path) }
    }

    deinit { close(descriptor) }

    /// The length in bytes.
    var size: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// The text from an earlier ``size`` on, at most its last 2,000 bytes, on one line.
    func text(from start: Int) -> String {
        let end = size
        let text = String(decoding: bytes(from: max(start, end - 2000), to: end), as: UTF8.self)
        return text.split(separator: "\n").joined(separator: " | ")
    }

    /// Once the log is over its limit, its last part becomes `postgres.log.1` and the file starts anew.
    func bound() {
        let end = size
        guard end > limit else { return }
        let kept = bytes(from: end - limit, to: end)
        // On a full disk the older part is given up.
        _ = FileManager.default.createFile(
            atPath: path + ".1",
            contents: Data(kept),
            attributes: [.posixPermissions: 0o600]
        )
        ftruncate(descriptor, 0)
    }

    private func bytes(from start: Int, to end: Int) -> [UInt8] {
        guard start < end else { return [] }
        return [UInt8](unsafeUninitializedCapacity: end - start) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, end - start, off_t(start)))
        }
    }
}
