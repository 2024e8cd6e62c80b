import Foundation

/// `postmaster.pid`, which a running server keeps in its cluster: who it is, where it listens, how far it has come.
struct PostmasterFile: Equatable {
    /// The last line, as PostgreSQL pads it to eight characters.
    enum Status: String {
        case starting, stopping, ready, standby
    }

    let processID: pid_t
    let socketDirectory: String
    /// `nil` while the server has not written the line yet.
    let status: Status?

    /// Reads the eight lines; `nil` when the process id, the first one, is missing.
    init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        guard let first = lines.first, let processID = pid_t(first), processID > 0 else { return nil }
        self.processID = processID
        socketDirectory = lines.count > 4 ? lines[4] : ""
        status = lines.count > 7 ? Status(rawValue: lines[7]) : nil
    }

    /// The file of a cluster, or `nil` when no server has written one.
    static func read(cluster: String) -> PostmasterFile? {
        FileSystem.contents(of: path(cluster: cluster)).flatMap(PostmasterFile.init(text:))
    }

    static func path(cluster: String) -> String { cluster + "/postmaster.pid" }
}
