import NIOCore

@testable import BelfryServer

extension ExpositionBody {
    /// All chunks, one after another.
    func bytes() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await write { bytes += $0.readableBytesView }
        return bytes
    }
}
