import Foundation

/// The right to use one data folder, held until the value goes away or the process ends, however it ends.
///
/// An advisory lock of the system on `belfry.lock`, so that nothing stale is left behind; the file's text is the holder's
/// process id and only serves the refusal.
final class DataDirectoryLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock at once or throws ``EmbeddedPostgresError/locked(directory:processID:)``.
    init(directory: String) throws(EmbeddedPostgresError) {
        let path = directory + "/belfry.lock"
        // Closed on exec: a server that outlives this process must not keep the lock.
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw FileSystem.failure("open", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            let text = FileSystem.contents(of: path)?.trimmingCharacters(in: .whitespacesAndNewlines)
            throw .locked(directory: directory, processID: text.flatMap(Int32.init))
        }
        ftruncate(descriptor, 0)
        let text = Array("\(getpid())\n".utf8)
        pwrite(descriptor, text, text.count, 0)
    }

    deinit { close(descriptor) }
}
