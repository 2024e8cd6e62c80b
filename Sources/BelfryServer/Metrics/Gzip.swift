import CZlib
import NIOCore

/// Compresses an answer part by part, as one gzip member.
final class Gzip {
    /// The fastest level: expositions repeat themselves so much that a better one saves little.
    private static let level: Int32 = 1
    /// The largest window, and 16 for gzip's header in place of zlib's (zlib.h, `deflateInit2`).
    private static let windowBits: Int32 = 15 + 16
    /// zlib.h's default.
    private static let memoryLevel: Int32 = 8
    private static let chunkBytes = 65_536

    /// zlib remembers the address of its stream, so that it must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Begins a member.
    init() throws(GzipFailure) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let begun = deflateInit2_(
            stream,
            Self.level,
            Z_DEFLATED,
            Self.windowBits,
            Self.memoryLevel,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        guard begun == Z_OK else {
            stream.deallocate()
            throw GzipFailure(code: begun)
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// What there is of the member after these bytes; `isLast` ends it.
    func compressed(_ bytes: [UInt8], isLast: Bool = false) throws(GzipFailure) -> ByteBuffer {
        var output = ByteBuffer()
        let result = bytes.withUnsafeBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            return drain(into: &output, flush: isLast ? Z_FINISH : Z_NO_FLUSH)
        }
        guard result == (isLast ? Z_STREAM_END : Z_OK) else { throw GzipFailure(code: result) }
        return output
    }

    /// Compresses until nothing is left of the input; returns zlib's last code.
    private func drain(into output: inout ByteBuffer, flush: Int32) -> Int32 {
        var result = Z_OK
        repeat {
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.chunkBytes) { chunk in
                stream.pointee.next_out = chunk.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.pointee.avail_out = UInt32(chunk.count)
                result = deflate(stream, flush)
                return chunk.count - Int(stream.pointee.avail_out)
            }
        } while result == Z_OK && stream.pointee.avail_out == 0
        // No progress is possible, and none is due: all was compressed before.
        return result == Z_BUF_ERROR && flush == Z_NO_FLUSH ? Z_OK : result
    }
}
