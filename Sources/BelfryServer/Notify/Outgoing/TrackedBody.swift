internal import NIOCore
internal import Synchronization

/// A request body that remembers whether the HTTP client began to send it.
///
/// The client asks for it once the connection is up and the head is written; while nobody has asked, the server cannot have
/// a whole request.
final class TrackedBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    private let bytes: [UInt8]
    private let asked = Atomic(false)

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether the request may be on its way.
    var wasAskedFor: Bool { asked.load(ordering: .acquiring) }

    func makeAsyncIterator() -> Iterator {
        asked.store(true, ordering: .releasing)
        return Iterator(rest: bytes)
    }

    /// Gives all bytes at once.
    struct Iterator: AsyncIteratorProtocol {
        fileprivate var rest: [UInt8]

        mutating func next() async -> ByteBuffer? {
            guard !rest.isEmpty else { return nil }
            defer { rest = [] }
            return ByteBuffer(bytes: rest)
        }
    }
}
