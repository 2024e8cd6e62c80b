import Foundation

/// Where the project's files lie beside its sources.
enum ProjectFolder {
    /// The folder of `Package.swift`.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        .standardizedFileURL
}
