internal import Foundation

/// The folder of `data_dir`: what this machine keeps between starts.
///
/// It holds the private database, and the secrets that were made because nobody gave one.
public struct DataFolder: Hashable, Sendable {
    /// A secret that Belfry makes itself where none is configured.
    public enum GeneratedSecret: String, Sendable {
        /// What signs webhooks; the file may hold several, one a line.
        case webhookSecret = "webhook_secret"
        /// What opens the HTTP API and the page.
        case adminToken = "admin_token"
    }

    /// The folder, usable from the current one.
    public let path: String

    /// The folder at a path; it need not exist.
    public init(path: String) {
        self.path = path
    }

    /// The folder of the private database.
    public var databasePath: String { "\(path)/postgres" }

    /// The file that holds a generated secret.
    public func path(of secret: GeneratedSecret) -> String { "\(path)/\(secret.rawValue)" }

    /// The secrets in a file, one a line; nil where the file does not exist.
    public func read(_ secret: GeneratedSecret) throws(DataFolderError) -> [Secret]? {
        let file = path(of: secret)
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw DataFolderError(path: file, action: "be read", reason: "no permission, or not UTF-8")
        }
        let secrets = SecretLines.secrets(in: text)
        guard !secrets.isEmpty else {
            throw DataFolderError(path: file, action: "be used", reason: "it is empty; remove it to get a new one")
        }
        return secrets
    }

    /// The secrets in a file, and whether they were made now: 64 hex digits, readable by this user only, on disk when this
    /// returns.
    ///
    /// Of two processes that start at once one makes the file and both return its content.
    public func readOrMake(_ secret: GeneratedSecret) throws(DataFolderError) -> (secrets: [Secret], isNew: Bool) {
        if let secrets = try read(secret) { return (secrets, false) }
        let file = path(of: secret)
        var generator = SystemRandomNumberGenerator()
        let words = (0..<4).map { _ in generator.next() as UInt64 }
        let text = words.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        try makeFolder()
        let isNew = try write(text + "\n", toNew: file, draft: "\(file).\(String(words[0] ^ words[3], radix: 36))")
        guard let secrets = try read(secret) else {
            throw DataFolderError(path: file, action: "be read", reason: "it was removed meanwhile")
        }
        return (secrets, isNew)
    }

    /// Puts the content of a backed-up file where there is none; false where one is there, which stays as it is.
    ///
    /// Readable by this user only, and on disk when this returns.
    public func restore(_ secret: GeneratedSecret, from backup: String) throws(DataFolderError) -> Bool {
        let file = path(of: secret)
        guard !FileManager.default.fileExists(atPath: file) else { return false }
        guard let text = try? String(contentsOfFile: backup, encoding: .utf8) else {
            throw DataFolderError(path: backup, action: "be read", reason: "no permission, or not UTF-8")
        }
        try makeFolder()
        return try write(text, toNew: file, draft: "\(file).\(String(UInt64.random(in: .min ... .max), radix: 36))")
    }

    private func makeFolder() throws(DataFolderError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o711]
            )
        } catch {
            throw DataFolderError(path: path, action: "be made", reason: error.localizedDescription)
        }
    }

    /// Writes a draft and links it to its name, which fails where the name is taken: nobody ever sees half a secret.
    private func write(_ text: String, toNew file: String, draft: String) throws(DataFolderError) -> Bool {
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DataFolderError(path: draft, action: "be written", code: errno) }
        defer { unlink(draft) }
        let bytes = Array(text.utf8)
        let isWritten = Foundation.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let code = errno
        close(descriptor)
        guard isWritten else { throw DataFolderError(path: draft, action: "be written", code: code) }
        if link(draft, file) == 0 { return true }
        guard errno == EEXIST else { throw DataFolderError(path: file, action: "be written", code: errno) }
        return false
    }
}
