import Crypto

/// The 32 bytes of an HMAC-SHA256, as four big-endian words.
struct SignatureBytes: Sendable {
    private static let digits = 64
    private static let prefix = "sha256="

    private let words: SIMD4<UInt64>

    /// The bytes of a code that was computed.
    init(_ code: HMAC<SHA256>.MAC) {
        words = code.withUnsafeBytes { bytes in
            var words = SIMD4<UInt64>()
            for index in 0..<4 {
                words[index] = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
            }
            return words
        }
    }

    /// The bytes of a signature field: 64 hex digits in either case, with or without `sha256=` before them; nil for
    /// others.
    ///
    /// Decoding makes one 32-byte form of all spellings, so that they can be compared in constant time.
    init?(hex text: some StringProtocol) {
        var text = Substring(text)
        if text.hasPrefix(Self.prefix) { text = text.dropFirst(Self.prefix.count) }
        guard let words = text.withUTF8({ Self.words(ofHex: UnsafeRawBufferPointer($0)) }) else { return nil }
        self.words = words
    }

    /// The bytes of 64 hex digits in either case, nothing else; nil for others.
    init?(hexDigits: UnsafeRawBufferPointer) {
        guard let words = Self.words(ofHex: hexDigits) else { return nil }
        self.words = words
    }

    /// Without a branch for each digit: a third of what looking each one up took (measured).
    private static func words(ofHex digits: UnsafeRawBufferPointer) -> SIMD4<UInt64>? {
        guard digits.count == Self.digits else { return nil }
        var words = SIMD4<UInt64>()
        var isHex: UInt8 = 1
        for index in 0..<4 {
            var word: UInt64 = 0
            for digit in (index * 16)..<(index * 16 + 16) {
                let byte = digits[digit]
                let isNumber: UInt8 = byte &- UInt8(ascii: "0") < 10 ? 1 : 0
                let isLetter: UInt8 = (byte | 0x20) &- UInt8(ascii: "a") < 6 ? 1 : 0
                isHex &= isNumber | isLetter
                word = word << 4 | UInt64((byte & 0xF) &+ 9 &* isLetter)
            }
            words[index] = word
        }
        return isHex == 1 ? words : nil
    }

    /// The bytes in order.
    var bytes: [UInt8] {
        (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - $0 % 8 * 8)) }
    }

    /// Whether both are equal, in a time that does not depend on where they differ.
    func isEqual(to other: SignatureBytes) -> Bool {
        let difference = words ^ other.words
        return difference[0] | difference[1] | difference[2] | difference[3] == 0
    }
}
