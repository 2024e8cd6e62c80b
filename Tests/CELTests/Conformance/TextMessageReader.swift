/// Reads the text format of protocol buffers.
struct TextMessageReader {
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    private let bytes: [UInt8]
    private var index = 0

    private init(_ text: String) {
        bytes = Array(text.utf8)
    }

    static func read(_ text: String) throws -> TextMessage {
        var reader = TextMessageReader(text)
        let message = try reader.readFields(until: nil)
        return message
    }

    private mutating func readFields(until end: UInt8?) throws -> TextMessage {
        var message = TextMessage()
        while true {
            skipSpace()
            guard let byte = peek() else {
                guard end == nil else { throw malformed("unclosed message") }
                return message
            }
            if byte == end {
                index += 1
                return message
            }
            let name = try readName()
            skipSpace()
            let hasColon = accept(":")
            skipSpace()
            if accept("[") {
                while !accept("]") {
                    message.fields.append((name, try readValue(hasColon: hasColon)))
                    skipSpace()
                    _ = accept(",")
                    skipSpace()
                }
            } else {
                message.fields.append((name, try readValue(hasColon: hasColon)))
            }
            skipSpace()
            _ = accept(",") || accept(";")
        }
    }

    private mutating func readName() throws -> String {
        if accept("[") {
            let name = readWhile { $0 != UInt8(ascii: "]") }
            index += 1
            return name.trimmingSpaces
        }
        let name = readWhile(Self.isWord)
        guard !name.isEmpty else { throw malformed("a field name is missing") }
        return name
    }

    private mutating func readValue(hasColon: Bool) throws -> TextMessage.Field {
        skipSpace()
        if accept("{") { return .message(try readFields(until: UInt8(ascii: "}"))) }
        if accept("<") { return .message(try readFields(until: UInt8(ascii: ">"))) }
        guard hasColon else { throw malformed("a colon is missing") }
        guard peek() == UInt8(ascii: "\"") || peek() == UInt8(ascii: "'") else {
            let word = readWhile { Self.isWord($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
            guard !word.isEmpty else { throw malformed("a value is missing") }
            return .word(word)
        }
        var content: [UInt8] = []
        while let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            try readString(quote, into: &content)
            skipSpace()
        }
        return .bytes(content)
    }

    private mutating func readString(_ quote: UInt8, into content: inout [UInt8]) throws {
        index += 1
        while let byte = peek(), byte != quote {
            index += 1
            guard byte == UInt8(ascii: "\\") else {
                content.append(byte)
                continue
            }
            guard let escape = peek() else { break }
            index += 1
            switch escape {
            case UInt8(ascii: "a"): content.append(7)
            case UInt8(ascii: "b"): content.append(8)
            case UInt8(ascii: "f"): content.append(12)
            case UInt8(ascii: "n"): content.append(10)
            case UInt8(ascii: "r"): content.append(13)
            case UInt8(ascii: "t"): content.append(9)
            case UInt8(ascii: "v"): content.append(11)
            case UInt8(ascii: "x"), UInt8(ascii: "X"): content.append(UInt8(truncatingIfNeeded: readCode(2, 16, 0)))
            case UInt8(ascii: "u"): appendScalar(readCode(4, 16, 0), &content)
            case UInt8(ascii: "U"): appendScalar(readCode(8, 16, 0), &content)
            case UInt8(ascii: "0")...UInt8(ascii: "7"):
                content.append(UInt8(truncatingIfNeeded: readCode(2, 8, UInt32(escape - 48))))
            default: content.append(escape)
            }
        }
        guard peek() == quote else { throw malformed("an unclosed string") }
        index += 1
    }

    private func appendScalar(_ value: UInt32, _ content: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(value) else { return }
        content.append(contentsOf: Array(String(scalar).utf8))
    }

    private mutating func readCode(_ digits: Int, _ radix: UInt32, _ start: UInt32) -> UInt32 {
        var value = start
        for _ in 0..<digits {
            guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix else {
                break
            }
            value = value * radix + UInt32(digit)
            index += 1
        }
        return value
    }

    private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func readWhile(_ accepts: (UInt8) -> Bool) -> String {
        let start = index
        while let byte = peek(), accepts(byte) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func skipSpace() {
        while let byte = peek() {
            if byte == UInt8(ascii: "#") {
                while let skipped = peek(), skipped != UInt8(ascii: "\n") { index += 1 }
            } else if byte == 32 || (9...13).contains(byte) {
                index += 1
            } else {
                return
            }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }

    private func malformed(_ problem: String) -> Malformed {
        let line = bytes[..<min(index, bytes.count)].filter { $0 == 10 }.count + 1
        return Malformed(description: "line \(line): \(problem)")
    }
}

extension String {
    fileprivate var trimmingSpaces: String { filter { $0 != " " } }
}
