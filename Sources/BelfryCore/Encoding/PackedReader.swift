/// Reads what `PackedWriter` wrote; nil where the bytes end early or say something impossible.
struct PackedReader {
    private let bytes: [UInt8]
    /// Bytes read so far.
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether every byte has been read.
    var isAtEnd: Bool { position == bytes.count }

    /// The next unsigned number.
    mutating func readUnsigned() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count, shift < 64 {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
        }
        return nil
    }

    /// The next signed number.
    mutating func readSigned() -> Int64? {
        guard let raw = readUnsigned() else { return nil }
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    /// The next optional signed number: nil outside for broken bytes, nil inside for an absent value.
    mutating func readOptionalSigned() -> Int64?? {
        guard let flag = readUnsigned() else { return nil }
        if flag == 0 { return .some(nil) }
        guard let value = readSigned() else { return nil }
        return .some(value)
    }

    /// The next text.
    mutating func readText() -> String? {
        guard let count = readUnsigned(), count <= UInt64(bytes.count - position) else { return nil }
        defer { position += Int(count) }
        return String(decoding: bytes[position..<position + Int(count)], as: UTF8.self)
    }

    /// The next optional text: nil outside for broken bytes, nil inside for an absent value.
    mutating func readOptionalText() -> String?? {
        guard let flag = readUnsigned() else { return nil }
        if flag == 0 { return .some(nil) }
        guard let text = readText() else { return nil }
        return .some(text)
    }
}
