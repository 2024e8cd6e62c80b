/// Bytes of a plain head, compared and measured where they are.
enum PlainBytes {
    /// As many as the limit of a body has.
    private static let maximumDigits = 5

    /// Where a constant ends that stands at a position; nil where it does not.
    static func end(of constant: StaticString, in bytes: UnsafeRawBufferPointer, at position: Int) -> Int? {
        let count = constant.utf8CodeUnitCount
        guard position + count <= bytes.count else { return nil }
        for index in 0..<count where bytes[position + index] != constant.utf8Start[index] { return nil }
        return position + count
    }

    /// Whether a byte is a space or printable ASCII.
    static func isPrintable(_ byte: UInt8) -> Bool {
        byte &- 0x20 < 0x5F
    }

    /// Where the token ends that stands at a position and is followed by a colon; the position where it is no token, nil where
    /// it breaks off.
    static func endOfName(in bytes: UnsafeRawBufferPointer, at position: Int) -> Int? {
        var end = position
        while end < bytes.count, isTokenCharacter(bytes[end]) { end += 1 }
        guard end < bytes.count else { return nil }
        return bytes[end] == UInt8(ascii: ":") ? end : position
    }

    /// The value of the field whose colon stands at a position, without the blanks before it; nil where it is empty, breaks off,
    /// ends with a blank (which the decoder leaves) or holds anything but printable ASCII and tabs.
    static func value(in bytes: UnsafeRawBufferPointer, at colon: Int) -> Range<Int>? {
        var start = colon + 1
        while start < bytes.count, isBlank(bytes[start]) { start += 1 }
        var end = start
        while end + 8 <= bytes.count, isPrintable(bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self)) {
            end += 8
        }
        while end < bytes.count, isPrintable(bytes[end]) || bytes[end] == UInt8(ascii: "\t") { end += 1 }
        guard start < end, end < bytes.count, bytes[end] == UInt8(ascii: "\r"), !isBlank(bytes[end - 1]) else {
            return nil
        }
        return start..<end
    }

    /// Whether the bytes of a range, none of which is a control character, equal a lower-case constant but for case.
    static func matches(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ constant: StaticString) -> Bool {
        guard range.count == constant.utf8CodeUnitCount else { return false }
        for index in 0..<range.count where bytes[range.lowerBound + index] | 0x20 != constant.utf8Start[index] {
            return false
        }
        return true
    }

    /// The number of some decimal digits, nothing else and not too many of them.
    static func decimal(_ digits: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard digits.count <= maximumDigits else { return nil }
        var number = 0
        for digit in digits {
            let value = digit &- UInt8(ascii: "0")
            guard value < 10 else { return nil }
            number = number * 10 + Int(value)
        }
        return number
    }

    /// A text of ASCII.
    static func string(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// The same for a media type, of which nearly all are one.
    static func mediaType(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> String {
        end(of: "application/json", in: bytes, at: range.lowerBound) == range.upperBound
            ? "application/json" : string(bytes[range])
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    /// Whether a byte may be part of a token (RFC 9110 5.6.2).
    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"),
            UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "^")...UInt8(ascii: "`"),
            UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default:
            false
        }
    }

    /// Whether each of eight bytes is a space or printable ASCII.
    ///
    /// No byte has its high bit, none is below 0x20 and none is 0x7F; a borrow or carry can only make the answer no.
    private static func isPrintable(_ bytes: UInt64) -> Bool {
        let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        return (bytes | (bytes &- 0x20 &* ones) | (bytes &+ ones)) & highs == 0
    }
}
