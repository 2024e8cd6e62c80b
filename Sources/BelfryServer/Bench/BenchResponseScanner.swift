public import NIOCore

/// Finds the ends and the statuses of HTTP/1.1 responses in the bytes of a connection; looks at nothing else.
///
/// A tenth of the price of NIO's HTTP decoder. It reads the responses of the servers under test only: with a
/// `Content-Length` or without a body.
public struct BenchResponseScanner: Sendable {
    /// Why a response cannot be read.
    public enum Problem: Error, Equatable {
        /// The bytes are not an HTTP/1.1 response.
        case malformed
        /// The body is sent in chunks or ends with the connection.
        case withoutLength
        /// The head or the body is longer than any of a server under test.
        case tooLong
    }

    private static let longestHead = 16_384
    private static let longestBody = 1 << 20

    /// A scanner at the beginning of a connection.
    public init() {}

    /// Takes one whole response off the buffer and returns its status; nil where it is not complete yet.
    public func next(in buffer: inout ByteBuffer) throws(Problem) -> Int? {
        let found = buffer.withUnsafeReadableBytes { bytes in Self.scan(bytes) }
        switch found {
        case .incomplete: return nil
        case .failed(let problem): throw problem
        case .response(let status, let length):
            guard buffer.readableBytes >= length else { return nil }
            buffer.moveReaderIndex(forwardBy: length)
            return status
        }
    }

    private enum Scan {
        case incomplete
        case failed(Problem)
        case response(status: Int, length: Int)
    }

    private static func scan(_ bytes: UnsafeRawBufferPointer) -> Scan {
        guard bytes.count >= 16 else { return .incomplete }
        guard bytes.starts(with: "HTTP/1.1 ".utf8), let status = number(bytes, from: 9, to: 12),
            (100...599).contains(status)
        else { return .failed(.malformed) }
        var length: Int? = status == 204 || status == 304 || status < 200 ? 0 : nil
        var lineStart = 0
        while let lineEnd = end(ofLineAt: lineStart, in: bytes) {
            if lineEnd == lineStart {
                guard let length else { return .failed(.withoutLength) }
                guard length <= longestBody else { return .failed(.tooLong) }
                return .response(status: status, length: lineEnd + 2 + length)
            }
            if let value = value(ofLengthIn: bytes, from: lineStart, to: lineEnd) {
                guard let given = number(bytes, from: value, to: lineEnd) else { return .failed(.malformed) }
                length = given
            }
            lineStart = lineEnd + 2
        }
        return bytes.count > longestHead ? .failed(.tooLong) : .incomplete
    }

    /// Where the carriage return of the line is.
    private static func end(ofLineAt start: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        var position = start
        while position + 1 < bytes.count {
            if bytes[position] == 0x0D, bytes[position + 1] == 0x0A { return position }
            position += 1
        }
        return nil
    }

    /// Where the value of a `Content-Length` line begins; nil for another line.
    private static func value(ofLengthIn bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int? {
        let name: StaticString = "content-length:"
        let count = name.utf8CodeUnitCount
        guard end - start > count else { return nil }
        for index in 0..<count {
            let byte = bytes[start + index]
            let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            guard lower == name.utf8Start[index] else { return nil }
        }
        var position = start + count
        while position < end, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
        return position
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int? {
        guard start < end, end - start <= 9 else { return nil }
        var number = 0
        for position in start..<end {
            guard (0x30...0x39).contains(bytes[position]) else { return nil }
            number = number * 10 + Int(bytes[position] - 0x30)
        }
        return number
    }
}
