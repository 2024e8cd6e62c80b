import NIOCore

/// A ``Gzip`` on a thread of its own while it works, so that its caller can go on.
actor GzipStream {
    private let gzip: Gzip

    /// Begins a member.
    init() throws(GzipFailure) {
        gzip = try Gzip()
    }

    /// What there is of the member after these bytes; `isLast` ends it.
    func compressed(_ bytes: [UInt8], isLast: Bool) throws(GzipFailure) -> ByteBuffer {
        try gzip.compressed(bytes, isLast: isLast)
    }
}
