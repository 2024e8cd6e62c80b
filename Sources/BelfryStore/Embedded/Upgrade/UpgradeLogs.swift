import Foundation

/// The logs that `pg_upgrade` leaves in the new cluster: it prints where the reason of a failure is, not the reason.
struct UpgradeLogs {
    /// The new cluster.
    let cluster: String

    /// The first lines that speak of an error, three at most; nothing where there is none.
    func errors() -> String {
        let folder = cluster + "/pg_upgrade_output.d"
        let names = (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []).sorted()
        let lines = names.filter { $0.hasSuffix(".log") || $0.hasSuffix(".txt") }.flatMap { name in
            (FileSystem.contents(of: "\(folder)/\(name)") ?? "").split(separator: "\n")
                .filter { $0.contains("ERROR:") || $0.contains("error:") || $0.contains("FATAL:") }
        }
        return lines.prefix(3).joined(separator: "\n")
    }
}
