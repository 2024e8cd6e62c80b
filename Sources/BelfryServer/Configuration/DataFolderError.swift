internal import Foundation

/// Why something in the data folder cannot be used.
public struct DataFolderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or folder.
    public let path: String
    /// What could not be done with it.
    public let action: String
    /// Why not.
    public let reason: String

    init(path: String, action: String, reason: String) {
        self.path = path
        self.action = action
        self.reason = reason
    }

    /// The failure of a system call.
    init(path: String, action: String, code: Int32) {
        self.init(path: path, action: action, reason: String(cString: strerror(code)))
    }

    /// What is wrong and which setting is concerned.
    public var description: String { "\(path) cannot \(action): \(reason) (data_dir)" }
}
