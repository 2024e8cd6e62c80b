/// Reads strict JSON (RFC 8259) from UTF-8 bytes in one pass, without building a tree.
///
/// Written by hand because it is the hot path and because the checks must be exactly these: `JSONDecoder` takes 7,270
/// ns for a webhook against about 500, keeps the first of two equal keys where others keep the last, and says nothing
/// of either. Everything read is validated, also what is skipped: grammar, UTF-8, escapes, at most 64 levels.
struct JSONReader {
    /// The deepest nesting of objects and arrays that is read, the outermost one included.
    static let maximumDepth = 64

    let bytes: [UInt8]
    private(set) var position = 0

    /// A reader at the first byte of a text.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Skips whitespace and answers the byte there without taking it; 0, which JSON has no use for, at the end.
    @inline(__always)
    mutating func next() -> UInt8 {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            position += 1
        }
        return 0
    }

    /// The kind of the value that comes next.
    mutating func nextKind() throws(JSONProblem) -> JSONKind {
        switch next() {
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): .number
        case UInt8(ascii: "n"): .null
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        default: throw unexpected("expected a value")
        }
    }

    /// Takes the `{` or `[` of a value of that kind at a depth, 1 for the outermost.
    mutating func open(depth: Int) throws(JSONProblem) {
        guard depth <= Self.maximumDepth else {
            throw .syntax("more than \(Self.maximumDepth) levels", at: position)
        }
        position += 1
    }

    /// Takes the key of the next member and the colon after it, or the `}` and answers nil.
    mutating func nextKey(isFirst: Bool) throws(JSONProblem) -> JSONString? {
        var byte = next()
        if byte == UInt8(ascii: "}") {
            position += 1
            return nil
        }
        if !isFirst {
            guard byte == UInt8(ascii: ",") else { throw unexpected("expected \",\" or \"}\"") }
            position += 1
            byte = next()
        }
        guard byte == UInt8(ascii: "\"") else { throw unexpected("expected a quoted key") }
        let key = try readString()
        guard next() == UInt8(ascii: ":") else { throw unexpected("expected \":\"") }
        position += 1
        return key
    }

    /// Whether another element follows, which is then next; else takes the `]`.
    mutating func nextElement(isFirst: Bool) throws(JSONProblem) -> Bool {
        let byte = next()
        if byte == UInt8(ascii: "]") {
            position += 1
            return false
        }
        if !isFirst {
            guard byte == UInt8(ascii: ",") else { throw unexpected("expected \",\" or \"]\"") }
            position += 1
        }
        return true
    }

    /// Takes `true`, `false` or `null`.
    mutating func readLiteral() throws(JSONProblem) -> StaticString {
        let literal: StaticString =
            switch next() {
            case UInt8(ascii: "t"): "true"
            case UInt8(ascii: "f"): "false"
            default: "null"
            }
        let end = position + literal.utf8CodeUnitCount
        guard end <= bytes.count, holds(literal, in: position..<end) else { throw unexpected("expected a value") }
        position = end
        return literal
    }

    /// Takes a number and answers where it lies.
    mutating func readNumber() throws(JSONProblem) -> Range<Int> {
        let start = position
        if byte == UInt8(ascii: "-") { position += 1 }
        if byte == UInt8(ascii: "0") {
            position += 1
        } else {
            try skipDigits()
        }
        if byte == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if byte | 0x20 == UInt8(ascii: "e") {
            position += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
            try skipDigits()
        }
        return start..<position
    }

    /// Takes a value of any kind at a depth, validating all of it.
    mutating func skipValue(depth: Int) throws(JSONProblem) {
        switch try nextKind() {
        case .string:
            _ = try readString()
        case .number:
            _ = try readNumber()
        case .boolean, .null:
            _ = try readLiteral()
        case .object:
            try open(depth: depth)
            var isFirst = true
            while try nextKey(isFirst: isFirst) != nil {
                try skipValue(depth: depth + 1)
                isFirst = false
            }
        case .array:
            try open(depth: depth)
            var isFirst = true
            while try nextElement(isFirst: isFirst) {
                try skipValue(depth: depth + 1)
                isFirst = false
            }
        }
    }

    /// Makes sure that nothing but whitespace is left.
    mutating func expectEnd() throws(JSONProblem) {
        _ = next()
        guard position == bytes.count else { throw .syntax("something after the end", at: position) }
    }

    /// Whether the bytes in a range are those of a text.
    func holds(_ text: StaticString, in range: Range<Int>) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { expected in
            for index in 0..<expected.count where bytes[range.lowerBound + index] != expected[index] { return false }
            return true
        }
    }

    /// The byte at the position, 0 at the end.
    private var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func skipDigits() throws(JSONProblem) {
        let start = position
        while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw unexpected("expected a digit") }
    }

    private func unexpected(_ problem: String) -> JSONProblem {
        .syntax(position < bytes.count ? problem : "\(problem), got the end", at: position)
    }
}

extension JSONReader {
    /// Takes a string and answers where it lies.
    ///
    /// Its UTF-8 and its escapes are valid; surrogates may be unpaired.
    mutating func readString() throws(JSONProblem) -> JSONString {
        let start = position + 1
        var index = start
        var isEscaped = false
        while true {
            index = endOfPlainText(at: index)
            guard index < bytes.count else { break }
            switch bytes[index] {
            case UInt8(ascii: "\""):
                position = index + 1
                return JSONString(range: start..<index, isEscaped: isEscaped)
            case UInt8(ascii: "\\"):
                isEscaped = true
                index = try endOfEscape(at: index)
            case 0..<0x20:
                throw .syntax("a control character in a string", at: index)
            default:
                index = try endOfMultibyte(at: index)
            }
        }
        throw .syntax("a string without an end", at: position)
    }

    /// The next quote, backslash, control character or non-ASCII byte, or the end.
    ///
    /// Most bytes are none of these, so eight at a time are looked at: in each test the top bit of a byte is set where
    /// the byte is what the test looks for, and perhaps above it, but never below.
    private func endOfPlainText(at start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops = ones << 7
        return bytes.withUnsafeBytes { bytes in
            var index = start
            while index + 8 <= bytes.count {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let quotes = word ^ ones &* UInt64(UInt8(ascii: "\""))
                let backslashes = word ^ ones &* UInt64(UInt8(ascii: "\\"))
                let controls = (word &- ones &* 0x20) & ~word
                let found = (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | controls | word
                if found & tops != 0 { return index + (found & tops).trailingZeroBitCount / 8 }
                index += 8
            }
            while index < bytes.count {
                let byte = bytes[index]
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte &- 0x20 >= 0x60 { break }
                index += 1
            }
            return index
        }
    }

    private func endOfEscape(at start: Int) throws(JSONProblem) -> Int {
        let escaped = start + 1 < bytes.count ? bytes[start + 1] : 0
        switch escaped {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start + 2
        case UInt8(ascii: "u"):
            let digits = (start + 2)..<(start + 6)
            guard digits.upperBound <= bytes.count, bytes[digits].allSatisfy({ Hexadecimal.value(of: $0) != nil })
            else {
                throw .syntax("\\u without four hex digits", at: start)
            }
            return start + 6
        default:
            throw .syntax("an unknown escape", at: start)
        }
    }

    /// The end of a character of two to four bytes, in the well-formed ranges of the Unicode standard's table 3-7.
    private func endOfMultibyte(at start: Int) throws(JSONProblem) -> Int {
        let lead = bytes[start]
        let (count, second): (Int, ClosedRange<UInt8>) =
            switch lead {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: (0, 0x80...0xBF)
            }
        let end = start + count
        guard count > 0, end <= bytes.count, second.contains(bytes[start + 1]),
            bytes[(start + 2)..<end].allSatisfy({ 0x80...0xBF ~= $0 })
        else { throw .syntax("invalid UTF-8", at: start) }
        return end
    }
}

extension JSONReader {
    /// The code point of the escape at an index, which moves behind it.
    ///
    /// An unpaired surrogate answers itself.
    ///
    /// The escape must have been read by `readString`.
    func escapedCodePoint(at index: inout Int) -> UInt32 {
        let escaped = bytes[index + 1]
        guard escaped == UInt8(ascii: "u") else {
            index += 2
            switch escaped {
            case UInt8(ascii: "b"): return 0x08
            case UInt8(ascii: "f"): return 0x0C
            case UInt8(ascii: "n"): return 0x0A
            case UInt8(ascii: "r"): return 0x0D
            case UInt8(ascii: "t"): return 0x09
            default: return UInt32(escaped)
            }
        }
        let first = codeUnit(at: index + 2)
        index += 6
        guard 0xD800...0xDBFF ~= first, index + 5 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        else { return first }
        let second = codeUnit(at: index + 2)
        guard 0xDC00...0xDFFF ~= second else { return first }
        index += 6
        return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    }

    /// The value of the four hex digits of an escape.
    private func codeUnit(at start: Int) -> UInt32 {
        bytes[start..<(start + 4)].reduce(0) { $0 << 4 | UInt32(Hexadecimal.value(of: $1) ?? 0) }
    }
}
