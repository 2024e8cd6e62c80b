internal import Foundation

/// A file with secrets, one a line, that is replaced as a whole: nobody ever reads half of it.
struct SecretFile: Sendable {
    /// Its path, usable from the current folder.
    let path: String

    /// The secrets in it; throws where it cannot be read.
    func read() throws -> [Secret] {
        do {
            return SecretLines.secrets(in: try BoundedFile.read(path))
        } catch {
            throw DataFolderError(path: path, action: "be read", reason: "\(error)")
        }
    }

    /// Replaces the secrets; on disk when this returns, readable by whoever could read them before.
    func write(_ secrets: [Secret]) throws(DataFolderError) {
        // A link stays one: secrets are often mounted.
        let target = realpath(path, nil).map { found in
            defer { free(found) }
            return String(cString: found)
        }
        let file = target ?? path
        let draft = "\(file).\(String(UInt64.random(in: .min ... .max), radix: 36))"
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        let mode = (attributes?[.posixPermissions] as? NSNumber)?.uint32Value ?? 0o600
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DataFolderError(path: draft, action: "be written", code: errno) }
        defer { unlink(draft) }
        let bytes = Array(secrets.map { "\($0.text)\n" }.joined().utf8)
        let isWritten =
            Foundation.write(descriptor, bytes, bytes.count) == bytes.count && fchmod(descriptor, mode) == 0
            && fsync(descriptor) == 0
        let code = errno
        close(descriptor)
        guard isWritten else { throw DataFolderError(path: draft, action: "be written", code: code) }
        guard rename(draft, file) == 0 else { throw DataFolderError(path: file, action: "be written", code: errno) }
    }
}
