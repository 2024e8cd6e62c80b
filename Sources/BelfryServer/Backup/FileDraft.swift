internal import BelfryCore
internal import Foundation

/// A file that is made in a folder beside its place and then put there whole: a disk that has no room for it says so, nobody else can
/// read it or its parts meanwhile, and what is not finished is gone.
public struct FileDraft: Sendable {
    /// Why a draft cannot be made or put in its place.
    public struct Failure: Error, CustomStringConvertible, Sendable {
        /// For people.
        public let description: String
    }

    /// The empty folder for the parts, which only this user can enter.
    public let folder: String
    /// The file to write: there already, empty and readable by this user only.
    public let path: String
    private let destination: String

    /// Makes a file that must not exist: it is in its place when this returns, and nothing is where it or `body` fails.
    public static func make(_ destination: String, _ body: (FileDraft) throws -> Void) throws {
        let draft = try FileDraft(of: destination)
        defer { try? FileManager.default.removeItem(atPath: draft.folder) }
        try body(draft)
        try draft.finish()
    }

    private init(of destination: String) throws(Failure) {
        guard !FileManager.default.fileExists(atPath: destination) else {
            throw Failure(description: "\(destination) exists already")
        }
        let parent = destination.parentFolder
        let folder = (parent.isEmpty ? "." : parent) + "/.\((destination as NSString).lastPathComponent).XXXXXX"
        var template = Array(folder.utf8CString)
        guard mkdtemp(&template) != nil else { throw Self.failure(destination, "made", errno) }
        self.folder = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? folder }
        path = self.folder + "/draft"
        self.destination = destination
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(destination, "made", errno) }
        close(descriptor)
    }

    /// Puts the file in its place, on disk when this returns; what somebody else has put there meanwhile stays.
    private func finish() throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        let isOnDisk = descriptor >= 0 && fsync(descriptor) == 0
        let code = errno
        if descriptor >= 0 { close(descriptor) }
        guard isOnDisk else { throw Self.failure(destination, "written", code) }
        if link(path, destination) == 0 { return }
        // A file system without links, such as a memory stick's.
        guard errno != EEXIST, !FileManager.default.fileExists(atPath: destination), rename(path, destination) == 0
        else {
            throw Self.failure(destination, "written", errno)
        }
    }

    private static func failure(_ file: String, _ action: String, _ code: Int32) -> Failure {
        Failure(description: "\(file) cannot be \(action): \(String(cString: strerror(code)))")
    }
}
