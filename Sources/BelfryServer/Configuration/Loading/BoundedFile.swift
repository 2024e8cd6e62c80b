internal import Foundation

/// Reads text files that people write: configuration, rules, secrets.
enum BoundedFile {
    /// Why a file is not read.
    enum Failure: Error, CustomStringConvertible {
        case unreadable(String)
        case directory
        case tooLarge
        case notUTF8

        var description: String {
            switch self {
            case .unreadable(let reason): reason
            case .directory: "it is a folder"
            case .tooLarge: "it is larger than 1 MiB"
            case .notUTF8: "it is not UTF-8 text"
            }
        }
    }

    /// Whatever people write by hand is smaller; a wrong path may lead to a disk image.
    private static let maximumBytes = 1_048_576

    /// The text of a file.
    static func read(_ path: String) throws(Failure) -> String {
        guard let file = fopen(path, "re") else { throw .unreadable(String(cString: strerror(errno))) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: maximumBytes + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0 else {
            throw errno == EISDIR ? .directory : .unreadable(String(cString: strerror(errno)))
        }
        guard count <= maximumBytes else { throw .tooLarge }
        guard let text = String(validating: bytes.prefix(count), as: UTF8.self) else { throw .notUTF8 }
        return text
    }
}
