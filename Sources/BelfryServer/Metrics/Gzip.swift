import CZlib

/// Compresses whole answers.
enum Gzip {
    /// The fastest level: expositions repeat themselves so much that a better one saves little.
    private static let level: Int32 = 1
    /// The largest window, and 16 for gzip's header in place of zlib's (zlib.h, `deflateInit2`).
    private static let windowBits: Int32 = 15 + 16
    /// zlib.h's default.
    private static let memoryLevel: Int32 = 8
    private static let chunkBytes = 65_536

    /// The bytes as one gzip member; nil where zlib refuses (no memory, or 4 GiB and more).
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        guard let length = UInt32(exactly: bytes.count) else { return nil }
        var stream = z_stream()
        // zlib remembers the address of its stream, so that it must not move between the calls.
        return withUnsafeMutablePointer(to: &stream) { stream in
            let begun = deflateInit2_(
                stream,
                level,
                Z_DEFLATED,
                windowBits,
                memoryLevel,
                Z_DEFAULT_STRATEGY,
                ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)
            )
            guard begun == Z_OK else { return nil }
            defer { deflateEnd(stream) }
            return bytes.withUnsafeBufferPointer { input in
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = length
                return drained(stream)
            }
        }
    }

    private static func drained(_ stream: UnsafeMutablePointer<z_stream>) -> [UInt8]? {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: chunkBytes) { chunk in
            var output: [UInt8] = []
            var result = Z_OK
            while result == Z_OK {
                stream.pointee.next_out = chunk.baseAddress
                stream.pointee.avail_out = UInt32(chunk.count)
                result = deflate(stream, Z_FINISH)
                let written = chunk.count - Int(stream.pointee.avail_out)
                output.append(contentsOf: UnsafeBufferPointer(rebasing: chunk[..<written]))
            }
            return result == Z_STREAM_END ? output : nil
        }
    }
}
