import BelfryServer
import Foundation

/// A file of the execution ids that were acknowledged, one a line, for a check after the server was killed.
struct AcknowledgementRecord {
    private static let batchBytes = 65_536

    private let file: FileHandle
    private var buffer = Data()

    /// Opens a file for appending; makes it when absent.
    init(path: String) throws {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
        guard descriptor >= 0 else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
        }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Adds an id, which is written with the next batch.
    mutating func append(_ id: BenchExecutionID) throws {
        buffer.append(contentsOf: id.text.utf8)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.batchBytes { try flush() }
    }

    /// Writes what was added.
    mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        try file.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Reads the ids of a record, however many runs have appended to it; lines that are no id are left out.
    static func read(path: String) throws -> BenchLedger {
        var ledger = BenchLedger()
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        for line in text.split(separator: "\n") {
            _ = ledger.add(line: String(line))
        }
        return ledger
    }
}
