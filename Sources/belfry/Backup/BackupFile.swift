import BelfryServer
import Foundation

/// The parts of a backup, in a folder of their own while they are packed or unpacked.
struct BackupFile {
    /// The database in pg_dump's custom format.
    static let dump = "database.dump"
    /// What made it, and when.
    static let about = "belfry-backup.json"
    /// The secrets that go along, where the data folder has them.
    static let secrets: [DataFolder.GeneratedSecret] = [.webhookSecret, .adminToken]

    /// What stands in `about`.
    struct About: Codable {
        var version: String
        var createdAt: String
    }

    /// Runs `body` with an empty folder that only this user can read, and removes it afterwards.
    static func withFolder<Value>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (String) async throws -> Value
    ) async throws -> Value {
        let folder = NSTemporaryDirectory() + "/belfry-backup-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }
}
